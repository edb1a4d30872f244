//! Names from hints that an item cannot have: those of other items of its scope, and reserved ones.

use super::extension::NAME;
use super::lowering::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::name::{snake, unraw};
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Reports an item that has a different name than its hint says, because that name is not free. `pointer` is that
    /// of the object with the hint.
    pub(super) fn has_hinted_name(&mut self, hinted: Option<&str>, name: &str, pointer: &str) {
        let Some(wanted) = hinted.map(snake).filter(|wanted| wanted != name) else {
            return;
        };
        let message = format!(
            "the name `{}` is already used in this scope, or reserved by the generated code",
            unraw(&wanted)
        );
        let place = Pointer::base(pointer).key(NAME).place();
        self.diagnostics.push(
            Diagnostic::error(Code::InvalidExtension, place, message)
                .help("choose a different name"),
        );
    }
}
