//! The calls that replay the recordings, one file per operation.

mod create_store;
mod delete_item;
mod delete_store;
mod get_item;
mod get_store;
mod get_stores;
mod list_item_keys;
mod update_store;
mod upsert_batch;
mod upsert_item;

/// All recordings that are replayed, one list per operation.
pub(crate) const RECORDINGS: &[&[&str]] = &[
    create_store::RECORDINGS,
    delete_item::RECORDINGS,
    delete_store::RECORDINGS,
    get_item::RECORDINGS,
    get_store::RECORDINGS,
    get_stores::RECORDINGS,
    list_item_keys::RECORDINGS,
    update_store::RECORDINGS,
    upsert_batch::RECORDINGS,
    upsert_item::RECORDINGS,
];
