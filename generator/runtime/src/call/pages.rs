//! Pagination: the pages and the items of a list as streams.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::arguments::Call;
use super::error::{DecodeError, Error};
use super::json::Json;
use super::response::Response;

/// A page of a list.
pub trait Page: Json + Send + 'static {
    /// An item of the list.
    type Item;

    /// Returns the cursor of the next page. It is `None` or empty on the last page.
    fn next_cursor(&self) -> Option<&str>;

    /// Returns the items of the page.
    fn into_items(self) -> Vec<Self::Item>;
}

/// The pages of a list: a [`Stream`] that ends after the last page or an error.
///
/// A page whose next cursor has already been used is followed by an error, because the list would never end.
///
/// Each page is requested only when the stream is polled for it. The client's timeout applies to each page.
///
/// # Examples
///
/// ```ignore
/// while let Some(page) = pages.try_next().await? {
///     println!("{} items", page.into_inner().into_items().len());
/// }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P> {
    state: State<P>,
    parameter: &'static str,
    used: Cursors,
}

/// The cursors that have been used, as hashes, so that each takes a few bytes. The hashes are keyed at random, so a
/// server cannot choose cursors with the same hash.
#[derive(Default)]
struct Cursors {
    hasher: RandomState,
    hashes: HashSet<u64>,
}

impl Cursors {
    /// Adds a cursor. Returns whether it is new.
    fn insert(&mut self, cursor: &str) -> bool {
        self.hashes.insert(self.hasher.hash_one(cursor))
    }
}

/// A page, and a clone of the call that requested it, or the origin of a body that cannot be read twice.
type Fetched<P> = (Result<Response<P>, Error>, Result<Call, &'static str>);

enum State<P> {
    Next(Call),
    Fetching(Pin<Box<dyn Future<Output = Fetched<P>> + Send>>),
    /// The list cannot continue after the page that has been returned.
    Failed(Error),
    Done,
}

impl Call {
    /// Returns the pages of a list. `cursor` is the query parameter for the cursor of the next page.
    pub fn pages<P: Page>(self, cursor: &'static str) -> Pages<P> {
        Pages::new(self, cursor)
    }

    /// Returns the items of all pages.
    pub fn items<P: Page>(self, cursor: &'static str) -> Items<P> {
        Items::new(self.pages(cursor))
    }
}

impl<P: Page> Pages<P> {
    fn new(call: Call, parameter: &'static str) -> Self {
        let mut used = Cursors::default();
        if let Some(cursor) = call.query_argument(parameter) {
            used.insert(cursor);
        }
        Self {
            state: State::Next(call),
            parameter,
            used,
        }
    }

    /// Returns the state after a page: the call for the next page, or the end.
    fn after(
        &mut self,
        page: &Response<P>,
        call: Result<Call, &'static str>,
    ) -> Result<State<P>, Error> {
        let Some(cursor) = page.next_cursor().filter(|cursor| !cursor.is_empty()) else {
            return Ok(State::Done);
        };
        let error = |why: String| {
            DecodeError::new(page.head().attempt, page.status(), why, None, None)
                .with_request_id(page.head())
        };
        let call = call.map_err(|origin| {
            error(format!(
                "the next page cannot be requested because the request body is {origin}"
            ))
        })?;
        if !self.used.insert(cursor) {
            let reason = "the cursor of the next page is that of an earlier page, so the list would never end";
            return Ok(State::Failed(error(reason.to_owned()).into()));
        }
        Ok(State::Next(call.query(self.parameter, cursor)))
    }
}

impl<P: Page> Stream for Pages<P> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Next(call) => {
                    let origin = call.read_once_origin().unwrap_or("a stream");
                    let next_call = call.try_clone().ok_or(origin);
                    this.state =
                        State::Fetching(Box::pin(
                            async move { (call.send_json().await, next_call) },
                        ));
                }
                State::Fetching(mut page) => {
                    let Poll::Ready((page, next_call)) = page.as_mut().poll(context) else {
                        this.state = State::Fetching(page);
                        return Poll::Pending;
                    };
                    let page = page.and_then(|page| {
                        this.state = this.after(&page, next_call)?;
                        Ok(page)
                    });
                    return Poll::Ready(Some(page));
                }
            }
        }
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of a paginated list: a [`Stream`] that ends after the last page or an error.
///
/// A page is requested when the items of the previous one have been consumed.
///
/// # Examples
///
/// ```ignore
/// while let Some(item) = items.try_next().await? {
///     println!("{item:?}");
/// }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<P: Page> {
    pages: Pages<P>,
    items: std::vec::IntoIter<P::Item>,
}

impl<P: Page> Items<P> {
    fn new(pages: Pages<P>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
        }
    }
}

// No field is structurally pinned.
impl<P: Page> Unpin for Items<P> {}

impl<P: Page> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.items = page.into_inner().into_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P: Page> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
