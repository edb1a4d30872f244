//! Random sequences of operations, compared with a model.

use std::collections::BTreeMap;
use std::time::Duration;

use fastly_kv_emulator::{Emulator, SeedStore};
use fastly_kv_store::types::{BatchItem, Consistency};
use fastly_kv_store::{Client, Error};
use futures::TryStreamExt;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// A store, as a reader of the API's documentation imagines it.
#[derive(Debug, Default)]
struct Model {
    items: BTreeMap<String, ModelItem>,
    /// In seconds.
    now: u64,
}

#[derive(Debug, Clone, Default)]
struct ModelItem {
    value: Vec<u8>,
    metadata: Option<String>,
    expires: Option<u64>,
    /// Found by reading the item.
    generation: u64,
}

#[derive(Debug, Clone)]
enum Step {
    Read(String),
    Write(Write),
    Delete {
        key: String,
        condition: Condition,
        force: bool,
    },
    Batch(Vec<Write>),
    List {
        prefix: String,
        limit: u64,
    },
    Advance(u64),
}

#[derive(Debug, Clone)]
struct Write {
    key: String,
    value: Vec<u8>,
    metadata: Option<String>,
    time_to_live: Option<u64>,
    condition: Condition,
    mode: Mode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Replace,
    Add,
    Append,
    Prepend,
}

/// The value of `if-generation-match`.
#[derive(Debug, Clone, Copy)]
enum Condition {
    None,
    Missing,
    Present,
    Different,
}

impl Condition {
    fn generation(self, item: Option<&ModelItem>) -> Option<u64> {
        match self {
            Self::None => None,
            Self::Missing => Some(0),
            Self::Present => Some(item.map_or(0, |item| item.generation)),
            Self::Different => Some(7),
        }
    }

    fn is_met(self, item: Option<&ModelItem>) -> bool {
        match self {
            Self::None | Self::Present => true,
            Self::Missing => item.is_none(),
            Self::Different => false,
        }
    }
}

impl Model {
    fn expire(&mut self) {
        let now = self.now;
        self.items
            .retain(|_, item| item.expires.is_none_or(|at| at > now));
    }

    /// Returns the expected status.
    fn write(&mut self, write: &Write) -> u16 {
        let present = self.items.get(&write.key);
        let is_met = write.condition.is_met(present);
        if !is_met || (write.mode == Mode::Add && present.is_some()) {
            return 412;
        }
        let expires = write.time_to_live.map(|seconds| self.now + seconds);
        let joined = matches!(write.mode, Mode::Append | Mode::Prepend);
        let old = present.filter(|_| joined).cloned().unwrap_or_default();
        let value = match write.mode {
            Mode::Prepend => [write.value.clone(), old.value].concat(),
            _ => [old.value, write.value.clone()].concat(),
        };
        let item = ModelItem {
            value,
            metadata: write.metadata.clone().or(old.metadata),
            expires: expires.or(old.expires),
            generation: 0,
        };
        self.items.insert(write.key.clone(), item);
        self.expire();
        200
    }

    fn delete(&mut self, key: &str, condition: Condition, force: bool) -> u16 {
        let present = self.items.get(key);
        if !condition.is_met(present) {
            return 412;
        }
        let is_missing = self.items.remove(key).is_none();
        if is_missing && !force { 404 } else { 204 }
    }
}

fn status<T>(result: &Result<fastly_kv_store::Response<T>, Error>) -> u16 {
    let status = match result {
        Ok(response) => Some(response.status()),
        Err(error) => error.status(),
    };
    status.expect("a response").as_u16()
}

/// Performs a step with the client and the model, and compares the results.
async fn perform(
    step: Step,
    model: &mut Model,
    (emulator, client, id): (&Emulator, &Client, &str),
) -> Result<(), Error> {
    let items = client.kv_store_item();
    match step {
        Step::Read(key) => match (
            items.get_item(id, &key).send().await,
            model.items.get_mut(&key),
        ) {
            (Ok(response), Some(item)) => {
                assert_eq!(response.metadata, item.metadata);
                let generation = response.generation.expect("a generation");
                assert!(item.generation == 0 || item.generation == generation);
                item.generation = generation;
                assert_eq!(response.bytes().await?, item.value);
            }
            (Err(error), None) if error.is_not_found() => {}
            (result, item) => panic!("status {} of {item:?}", status(&result)),
        },
        Step::Write(write) => {
            let generation = write.condition.generation(model.items.get(&write.key));
            let mut call = items.upsert_item(id, &write.key).body(write.value.clone());
            if let Some(metadata) = &write.metadata {
                call = call.metadata(metadata);
            }
            if let Some(seconds) = write.time_to_live {
                call = call.time_to_live_sec(seconds);
            }
            if let Some(generation) = generation {
                call = call.if_generation_match(generation);
            }
            call = match write.mode {
                Mode::Replace => call,
                Mode::Add => call.add(true),
                Mode::Append => call.append(true),
                Mode::Prepend => call.prepend(true),
            };
            assert_eq!(status(&call.send().await), model.write(&write));
        }
        Step::Delete {
            key,
            condition,
            force,
        } => {
            let generation = condition.generation(model.items.get(&key));
            let mut call = items.delete_item(id, &key).force(force);
            if let Some(generation) = generation {
                call = call.if_generation_match(generation);
            }
            let expected = model.delete(&key, condition, force);
            assert_eq!(status(&call.send().await), expected);
        }
        Step::Batch(writes) => {
            let lines = writes.iter().map(|write| {
                let mut line = BatchItem::new(&write.key, write.value.clone());
                line.metadata.clone_from(&write.metadata);
                line.time_to_live_sec = write.time_to_live;
                line
            });
            let lines: Vec<BatchItem> = lines.collect();
            items.upsert_batch(id, lines).send().await?;
            for mut write in writes {
                write.mode = Mode::Replace;
                write.condition = Condition::None;
                model.write(&write);
            }
        }
        Step::List { prefix, limit } => {
            let call = items.list_item_keys(id).prefix(&prefix).limit(limit);
            let call = call.consistency(Consistency::Eventual);
            let found: Vec<String> = call.items().try_collect().await?;
            let expected = model.items.keys().filter(|key| key.starts_with(&prefix));
            assert_eq!(found, expected.cloned().collect::<Vec<_>>());
        }
        Step::Advance(seconds) => {
            emulator.advance(Duration::from_secs(seconds));
            model.now += seconds;
            model.expire();
        }
    }
    Ok(())
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "a/b", "a/b c", "ü", "...", "z%2F+"]).prop_map(str::to_owned)
}

fn write() -> impl Strategy<Value = Write> {
    let modes = vec![
        Mode::Replace,
        Mode::Replace,
        Mode::Add,
        Mode::Append,
        Mode::Prepend,
    ];
    let value = prop::collection::vec(any::<u8>(), 0..20);
    let metadata = prop::option::of("[!-~ü]{1,9}");
    let time_to_live = prop::option::of(0_u64..5);
    let (mode, condition) = (prop::sample::select(modes), condition());
    (key(), value, metadata, time_to_live, condition, mode).prop_map(
        |(key, value, metadata, time_to_live, condition, mode)| Write {
            key,
            value,
            metadata,
            time_to_live,
            condition,
            mode,
        },
    )
}

fn condition() -> impl Strategy<Value = Condition> {
    use Condition::{Different, Missing, None, Present};
    prop::sample::select(vec![None, None, None, Missing, Present, Different])
}

fn step() -> impl Strategy<Value = Step> {
    let delete = (key(), condition(), any::<bool>());
    let list = (
        prop::sample::select(vec!["", "a", "a/", "ü", "x"]),
        1_u64..4,
    );
    prop_oneof![
        3 => key().prop_map(Step::Read),
        4 => write().prop_map(Step::Write),
        2 => delete.prop_map(|(key, condition, force)| Step::Delete { key, condition, force }),
        1 => prop::collection::vec(write(), 0..5).prop_map(Step::Batch),
        1 => list.prop_map(|(prefix, limit)| Step::List { prefix: prefix.to_owned(), limit }),
        1 => (0_u64..4).prop_map(Step::Advance),
    ]
}

/// Returns whether a step depends on the generation of an item that the model does not know yet.
fn reads_first(step: &Step, model: &Model) -> Option<String> {
    let (key, condition) = match step {
        Step::Write(write) => (&write.key, write.condition),
        Step::Delete { key, condition, .. } => (key, *condition),
        _ => return None,
    };
    let is_needed = matches!(condition, Condition::Present) && model.items.contains_key(key);
    is_needed.then(|| key.clone())
}

#[test]
fn any_sequence_of_operations_behaves_like_the_model() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let (emulator, client, _) = runtime.block_on(crate::start());
    let case = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(64)
    });
    let steps = prop::collection::vec(step(), 1..40);
    let result = runner.run(&steps, |steps| {
        case.set(case.get() + 1);
        let store = SeedStore::new(format!("case {}", case.get()));
        let id = emulator.seed_store(store).expect("a store");
        let mut model = Model::default();
        runtime.block_on(async {
            let api = (&emulator, &client, id.as_str());
            for step in steps {
                if let Some(key) = reads_first(&step, &model) {
                    let read = Step::Read(key);
                    perform(read, &mut model, api).await.expect("a read");
                }
                perform(step, &mut model, api).await.expect("a success");
            }
        });
        let keys: Vec<String> = model.items.into_keys().collect();
        prop_assert_eq!(emulator.keys(&id), keys);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
