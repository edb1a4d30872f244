//! What is written for one part of the API, for who compares two versions of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::{self, From};
use super::{builder, client, operation, types};
use crate::model::operation::Operation;
use crate::model::types::{Type, TypeDefinition, Types};
use crate::model::{Api, Group};

/// The method that starts a call.
pub(crate) fn method(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let method = operation::method(api, group, operation);
    quote! { impl Group { #method } }
}

/// The struct that collects optional arguments and sends the call.
pub(crate) fn builder(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    builder::item(api, group, operation)
}

/// What the runtime is told of an operation.
pub(crate) fn description(operation: &Operation) -> TokenStream {
    operation::description(operation)
}

/// A named type with all that is implemented for it.
pub(crate) fn definition(api: &Api, definition: &TypeDefinition) -> TokenStream {
    types::item(api, definition)
}

/// The client: accessors and the setters of credentials.
pub(crate) fn client(api: &Api) -> TokenStream {
    client::items(api)
}

/// A type, as it is written outside the module `types`.
pub(crate) fn value(types: &Types, ty: &Type) -> TokenStream {
    ty::tokens(types, ty, From::Elsewhere)
}
