#![doc = include_str!("../README.md")]

mod batch;
mod body;
mod builder;
mod clock;
mod counts;
mod data;
mod emulator;
mod error;
mod fault;
mod flush;
mod item;
mod items;
mod limits;
mod pages;
mod problem;
mod query;
mod random;
mod rate_limit;
mod reply;
mod route;
mod seed;
mod server;
mod state;
mod store;
mod stores;

pub use self::builder::Builder;
pub use self::clock::Clock;
pub use self::emulator::Emulator;
pub use self::error::{SeedError, StartError};
pub use self::fault::{Fault, FaultError};
pub use self::limits::{KEY_BYTES, METADATA_BYTES, PAGE_LIMIT, STORE_NAME_BYTES, VALUE_BYTES};
pub use self::rate_limit::RateLimit;
pub use self::route::Operation;
pub use self::seed::{SeedItem, SeedStore};
