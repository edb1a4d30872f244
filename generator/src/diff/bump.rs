//! Which version does a crate need after a change?

use std::fmt;

use super::change::Effect;

/// The part of a version that has to grow (Semantic Versioning 2.0.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Nothing differs.
    None,
    /// Only what is said of the API differs.
    Patch,
    /// Code compiles as before, and there is something new or something is done otherwise.
    Minor,
    /// Callers have to change their code, or should look at it.
    Major,
}

impl Bump {
    /// What a change of this effect asks for.
    pub const fn of(effect: Option<Effect>) -> Self {
        match effect {
            None => Self::None,
            Some(Effect::Documentation) => Self::Patch,
            // Not a patch: who updates without reading should not find other requests on the wire.
            Some(Effect::Behaviour | Effect::Addition) => Self::Minor,
            Some(Effect::Breaking) => Self::Major,
        }
    }

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version that follows, by Cargo's rule that the leftmost number that is not 0 stands for compatibility.
    #[must_use]
    pub const fn after(self, version: Version) -> Version {
        let Version {
            major,
            minor,
            patch,
        } = version;
        let next_major = Version {
            major: major + 1,
            minor: 0,
            patch: 0,
        };
        let next_minor = Version {
            major,
            minor: minor + 1,
            patch: 0,
        };
        let next_patch = Version {
            major,
            minor,
            patch: patch + 1,
        };
        match (self, major, minor) {
            (Self::None, _, _) => version,
            (Self::Major, 1.., _) => next_major,
            (Self::Major, 0, 1..) | (Self::Minor, 1.., _) => next_minor,
            (Self::Major, 0, 0) | (Self::Minor, 0, _) | (Self::Patch, _, _) => next_patch,
        }
    }
}

/// The three numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first.
    pub major: u32,
    /// The second.
    pub minor: u32,
    /// The third.
    pub patch: u32,
}

impl Version {
    /// Reads `1.2.3`; `None` for anything else, pre-releases included.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        let version = Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            patch: numbers.next()??,
        };
        numbers.next().is_none().then_some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(bump: Bump, version: &str) -> String {
        bump.after(Version::parse(version).expect("it is a version"))
            .to_string()
    }

    #[test]
    fn from_1_on_each_part_stands_for_itself() {
        let bumps = [Bump::None, Bump::Patch, Bump::Minor, Bump::Major];
        assert_eq!(
            bumps.map(|bump| after(bump, "1.2.3")),
            ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]
        );
    }

    #[test]
    fn before_1_the_minor_version_stands_for_compatibility() {
        let bumps = [Bump::None, Bump::Patch, Bump::Minor, Bump::Major];
        assert_eq!(
            bumps.map(|bump| after(bump, "0.2.3")),
            ["0.2.3", "0.2.4", "0.2.4", "0.3.0"]
        );
        assert_eq!(
            bumps.map(|bump| after(bump, "0.0.3")),
            ["0.0.3", "0.0.4", "0.0.4", "0.0.4"]
        );
    }

    #[test]
    fn what_is_no_release_is_no_version() {
        for text in ["", "1", "1.2", "1.2.3.4", "1.2.3-rc.1", "1.2.x", "v1.2.3"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
