//! Faults: failures that the emulator injects into responses.

mod parse;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{Response, StatusCode};

pub use self::parse::FaultError;
use crate::random::Random;
use crate::route::Operation;

/// A failure that the emulator injects.
///
/// The first of an emulator's faults that applies to a request is used. Delays are the exception: they are added up,
/// and the search continues.
///
/// A fault is also a string, for the option `--fault` of the command line:
///
/// ```text
/// fault = [OPERATION ":"] kind [":" PROBABILITY] [":x" TIMES]
/// kind  = STATUS | "reset" | "lost" | "stall" | "cut:" BYTES | "delay:" DURATION
/// ```
///
/// ```
/// use fastly_kv_emulator::{Fault, Operation};
///
/// let fault: Fault = "get_item:503:0.1".parse()?;
/// let same = Fault::status(503).operation(Operation::GetItem).probability(0.1);
/// assert_eq!(fault.to_string(), same.to_string());
/// # Ok::<(), fastly_kv_emulator::FaultError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Fault {
    pub(crate) kind: Kind,
    operation: Option<Operation>,
    probability: f64,
    times: Option<u64>,
}

/// The effect of a fault.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Status(StatusCode),
    Response(Box<Response<Bytes>>),
    Reset,
    Lost,
    Stall,
    Cut(usize),
    Delay(Duration),
}

impl Fault {
    /// Responds with this status and a JSON body, and does not perform the operation.
    ///
    /// A status below 200 or above 599 becomes 500. A response with status 429 has the headers of the rate limit, with
    /// a reset one second later.
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status)
            .ok()
            .filter(|status| (200..600).contains(&status.as_u16()))
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(Kind::Status(status))
    }

    /// Responds with exactly this response, such as the HTML page of a proxy, and does not perform the operation.
    pub fn response(response: Response<impl Into<Bytes>>) -> Self {
        let mut response = response.map(Into::into);
        // The length of the body determines these.
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().remove(TRANSFER_ENCODING);
        Self::new(Kind::Response(Box::new(response)))
    }

    /// Resets the connection before the operation is performed.
    pub fn reset() -> Self {
        Self::new(Kind::Reset)
    }

    /// Performs the operation and resets the connection, so that the response is lost.
    pub fn lost() -> Self {
        Self::new(Kind::Lost)
    }

    /// Never responds, and does not perform the operation.
    pub fn stall() -> Self {
        Self::new(Kind::Stall)
    }

    /// Performs the operation, and closes the connection after this number of bytes of the response body.
    ///
    /// The fault has no effect on a shorter body.
    pub fn cut(bytes: usize) -> Self {
        Self::new(Kind::Cut(bytes))
    }

    /// Performs the operation after a delay, which is in real time.
    pub fn delay(delay: Duration) -> Self {
        Self::new(Kind::Delay(delay))
    }

    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            operation: None,
            probability: 1.0,
            times: None,
        }
    }

    /// Limits the fault to an operation. By default, it applies to all requests.
    pub const fn operation(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Sets the probability that the fault applies to a request: 0 to 1, by default 1.
    pub const fn probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    /// Limits the number of requests that the fault applies to.
    pub const fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(formatter, "{operation}:")?;
        }
        match &self.kind {
            Kind::Status(status) => write!(formatter, "{}", status.as_u16())?,
            Kind::Response(response) => write!(formatter, "{}", response.status().as_u16())?,
            Kind::Reset => formatter.write_str("reset")?,
            Kind::Lost => formatter.write_str("lost")?,
            Kind::Stall => formatter.write_str("stall")?,
            Kind::Cut(bytes) => write!(formatter, "cut:{bytes}")?,
            Kind::Delay(delay) => write!(formatter, "delay:{}ms", delay.as_millis())?,
        }
        if self.probability < 1.0 {
            write!(formatter, ":{}", self.probability)?;
        }
        if let Some(times) = self.times {
            write!(formatter, ":x{times}")?;
        }
        Ok(())
    }
}

/// The faults of an emulator.
#[derive(Debug)]
pub(crate) struct Faults {
    all: Vec<Fault>,
    /// Whether each fault has applied to a request.
    applied: Vec<bool>,
    random: Random,
}

/// The faults that apply to a request.
#[derive(Debug, Default)]
pub(crate) struct Injected {
    pub(crate) delay: Duration,
    pub(crate) kind: Option<Kind>,
}

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>, seed: u64) -> Self {
        Self {
            applied: vec![false; faults.len()],
            all: faults,
            random: Random::from_seed(seed),
        }
    }

    /// Selects the faults for a request. The operation is `None` for an unknown path.
    pub(crate) fn draw(&mut self, operation: Option<Operation>) -> Injected {
        let mut injected = Injected::default();
        for (fault, applied) in self.all.iter_mut().zip(&mut self.applied) {
            let applies = fault.times != Some(0)
                && (fault.operation.is_none() || fault.operation == operation)
                && (fault.probability >= 1.0 || self.random.is_below(fault.probability));
            if !applies {
                continue;
            }
            *applied = true;
            fault.times = fault.times.map(|times| times - 1);
            match &fault.kind {
                Kind::Delay(delay) => injected.delay = injected.delay.saturating_add(*delay),
                kind => {
                    injected.kind = Some(kind.clone());
                    break;
                }
            }
        }
        injected
    }

    /// Returns the faults that have not applied to as many requests as they should.
    pub(crate) fn unused(&self) -> Vec<Fault> {
        let faults = self.all.iter().zip(&self.applied);
        let unused = faults.filter(|(fault, applied)| match fault.times {
            Some(left) => left > 0,
            None => !**applied,
        });
        unused.map(|(fault, _)| fault.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fault_that_applies_is_used() {
        let faults = vec![
            Fault::delay(Duration::from_millis(2)),
            Fault::status(503).operation(Operation::GetItem).times(1),
            Fault::delay(Duration::from_millis(1)),
            Fault::cut(7),
        ];
        let mut faults = Faults::new(faults, 0);
        let mut draw = |operation| {
            let injected = faults.draw(operation);
            (injected.delay.as_millis(), format!("{:?}", injected.kind))
        };
        assert_eq!(draw(None), (3, "Some(Cut(7))".to_owned()));
        let get_item = Some(Operation::GetItem);
        assert_eq!(draw(get_item), (2, "Some(Status(503))".to_owned()));
        assert_eq!(draw(get_item), (3, "Some(Cut(7))".to_owned()));
    }

    #[test]
    fn faults_without_their_requests_are_unused() {
        let twice = Fault::status(503).operation(Operation::GetItem).times(2);
        let mut faults = Faults::new(vec![twice, Fault::cut(7)], 0);
        let unused = |faults: &Faults| -> Vec<String> {
            faults.unused().iter().map(ToString::to_string).collect()
        };
        assert_eq!(unused(&faults), ["get_item:503:x2", "cut:7"]);
        faults.draw(Some(Operation::GetItem));
        assert_eq!(unused(&faults), ["get_item:503:x1", "cut:7"]);
        faults.draw(None);
        faults.draw(Some(Operation::GetItem));
        assert!(unused(&faults).is_empty());
    }

    #[test]
    fn a_seed_determines_the_faults() {
        let drawn = |seed| -> Vec<bool> {
            let mut faults = Faults::new(vec![Fault::reset().probability(0.5)], seed);
            (0..64).map(|_| faults.draw(None).kind.is_some()).collect()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn only_final_statuses_are_injected() {
        assert_eq!(Fault::status(100).to_string(), "500");
        assert_eq!(Fault::status(7).to_string(), "500");
        assert_eq!(Fault::status(700).to_string(), "500");
        assert_eq!(Fault::status(404).to_string(), "404");
    }
}
