//! The version that a crate needs after a change.

use std::fmt;

use super::change::Effect;

/// The part of a version to increment (Semantic Versioning 2.0.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// Only the documentation changed.
    Patch,
    /// Code compiles unchanged; something was added or behaves differently.
    Minor,
    /// Callers must change or review their code.
    Major,
}

impl Bump {
    /// The bump that a change with this effect requires.
    pub const fn of(effect: Option<Effect>) -> Self {
        match effect {
            None => Self::None,
            Some(Effect::Documentation) => Self::Patch,
            // Not a patch: an unattended update must not change the requests on the wire.
            Some(Effect::Behaviour | Effect::Addition) => Self::Minor,
            Some(Effect::Breaking) => Self::Major,
        }
    }

    /// The name of the bump.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The next version, by Cargo's rule that the leftmost nonzero number determines compatibility.
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
    /// The major version.
    pub major: u32,
    /// The minor version.
    pub minor: u32,
    /// The patch version.
    pub patch: u32,
}

impl Version {
    /// Parses `1.2.3`; returns `None` for anything else, including pre-releases.
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
    fn from_1_0_each_bump_increments_its_own_part() {
        let bumps = [Bump::None, Bump::Patch, Bump::Minor, Bump::Major];
        assert_eq!(
            bumps.map(|bump| after(bump, "1.2.3")),
            ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]
        );
    }

    #[test]
    fn before_1_0_a_major_bump_increments_the_minor_version() {
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
    fn a_string_that_is_not_a_release_is_rejected() {
        for text in ["", "1", "1.2", "1.2.3.4", "1.2.3-rc.1", "1.2.x", "v1.2.3"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
