//! The places of settings, which are those of diagnostics about them.

use super::origin::Origin;
use super::source::SourceMap;
use crate::diagnostic::{Part, Place};
use crate::input::Input;
use crate::pointer::Pointer;

/// The place of a setting, by its pointer in the settings file; without a file, the document.
pub(super) fn place(input: &Input, setting: &Pointer<'_>) -> Place {
    place_or(input, setting, || Place::File(input.document.clone()))
}

/// The place of the name of a setting; without a file, the document.
pub(super) fn name_place(input: &Input, setting: &Pointer<'_>) -> Place {
    match place(input, setting) {
        Place::Setting { pointer, .. } => Place::Setting {
            pointer,
            part: Part::Key,
        },
        other => other,
    }
}

/// The place of a setting, or a different place if it is in no settings file, such as that of an argument.
pub(super) fn place_or(
    input: &Input,
    setting: &Pointer<'_>,
    other: impl FnOnce() -> Place,
) -> Place {
    let pointer = setting.to_string();
    let file = input.settings.as_ref();
    if file.is_some_and(|file| file.places.contains_key(&pointer)) {
        return Place::Setting {
            pointer,
            part: Part::Value,
        };
    }
    other()
}

/// Records that the node at `pointer` of the document comes from a setting.
pub(super) fn set_origin(
    input: &Input,
    setting: &Pointer<'_>,
    pointer: &Pointer<'_>,
    sources: &mut SourceMap,
) {
    if let Place::Setting {
        pointer: setting, ..
    } = place(input, setting)
        && let Some(file) = sources.settings()
    {
        let origin = Origin {
            file,
            pointer: setting,
        };
        sources.origins.set(&pointer.to_string(), origin);
    }
}
