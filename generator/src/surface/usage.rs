//! The operations and types that use each type, for the documentation of types.

use super::comment;
use crate::model::name::unraw;
use crate::model::operation::{RequestBody, RequestContent};
use crate::model::types::{ResponseBody, Type, TypeId};
use crate::model::{Api, Group};

/// The most links in one sentence.
const MOST_LINKS: usize = 3;

/// The uses of every type of an API.
pub(super) struct Usage {
    /// By the index of the type.
    by_type: Vec<Uses>,
}

/// The uses of one type.
#[derive(Clone, Default)]
struct Uses {
    returned: Users,
    failed: Users,
    sent: Users,
    passed: Users,
    contained: Users,
}

/// The first users of a type, and how many there are.
#[derive(Clone, Default)]
struct Users {
    first: Vec<User>,
    last: Option<User>,
    count: usize,
}

/// An operation, or a type that contains another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    Operation { group: usize, operation: usize },
    Type(TypeId),
}

impl Users {
    /// Adds a user; the uses of one user follow each other.
    fn add(&mut self, user: User) {
        if self.last == Some(user) {
            return;
        }
        self.last = Some(user);
        self.count += 1;
        if self.first.len() < MOST_LINKS {
            self.first.push(user);
        }
    }

    /// A sentence with a link to each of the first users; `None` where there are none.
    fn sentence(&self, api: &Api, verb: &str, noun: &str) -> Option<String> {
        let links: Vec<String> = self.first.iter().map(|user| user.link(api)).collect();
        let (last, others) = links.split_last()?;
        let listed = match self.count - links.len() {
            0 if others.is_empty() => last.clone(),
            0 => format!("{} and {last}", others.join(", ")),
            1 => format!("{} and 1 other {noun}", links.join(", ")),
            rest => format!("{} and {rest} other {noun}s", links.join(", ")),
        };
        Some(format!("{verb} {listed}."))
    }
}

impl User {
    fn link(self, api: &Api) -> String {
        match self {
            Self::Operation { group, operation } => {
                let group = &api.groups[group];
                let Group {
                    module, type_name, ..
                } = group;
                let name = unraw(&group.operations[operation].name);
                format!("[`{name}`](crate::{}::{type_name}::{name})", unraw(module))
            }
            Self::Type(id) => comment::link_to_type(&api.types[id].name),
        }
    }
}

impl Usage {
    /// Reads every operation and every type once.
    pub(super) fn of(api: &Api) -> Self {
        let mut usage = Self {
            by_type: vec![Uses::default(); api.types.len()],
        };
        for (group, operations) in api.groups.iter().map(|group| &group.operations).enumerate() {
            for (index, operation) in operations.iter().enumerate() {
                let user = User::Operation {
                    group,
                    operation: index,
                };
                let success = &operation.success;
                let headed = success.headed.map(Type::Named);
                let bodies = std::iter::once(&success.body)
                    .chain(success.others.iter().map(|other| &other.body));
                for ty in headed
                    .into_iter()
                    .chain(bodies.filter_map(ResponseBody::ty))
                {
                    usage.add(&ty, user, |uses| &mut uses.returned);
                }
                for ty in operation
                    .failures
                    .iter()
                    .filter_map(|failure| failure.body.ty())
                {
                    usage.add(&ty, user, |uses| &mut uses.failed);
                }
                let contents = operation.body.iter().flat_map(RequestBody::contents);
                for ty in contents.filter_map(RequestContent::ty) {
                    usage.add(&ty, user, |uses| &mut uses.sent);
                }
                for parameter in &operation.parameters {
                    usage.add(&parameter.ty, user, |uses| &mut uses.passed);
                }
            }
        }
        for (id, definition) in api.types.iter() {
            for ty in definition.kind.parts() {
                if named(&ty) != Some(id) {
                    usage.add(&ty, User::Type(id), |uses| &mut uses.contained);
                }
            }
        }
        usage
    }

    fn add(&mut self, ty: &Type, user: User, of: fn(&mut Uses) -> &mut Users) {
        if let Some(id) = named(ty) {
            of(&mut self.by_type[id.index()]).add(user);
        }
    }

    /// The operations that send or return a type; the types that contain it where no operation does.
    pub(super) fn describe(&self, api: &Api, id: TypeId) -> String {
        let described = self.sentences(api, id, |_| true);
        described.unwrap_or_else(|| "Not used by any operation.".to_owned())
    }

    /// The same for a type that has a description, without the uses of which there are many: a new operation changes the
    /// documentation only of the types that few others use.
    pub(super) fn describe_few(&self, api: &Api, id: TypeId) -> Option<String> {
        self.sentences(api, id, |users| users.count <= MOST_LINKS)
    }

    fn sentences(&self, api: &Api, id: TypeId, is_wanted: fn(&Users) -> bool) -> Option<String> {
        let uses = &self.by_type[id.index()];
        let by_operations = [
            (&uses.sent, "Sent by"),
            (&uses.passed, "Argument of"),
            (&uses.returned, "Returned by"),
            (&uses.failed, "Error body of"),
        ];
        let is_direct = by_operations.iter().any(|(users, _)| users.count > 0);
        let sentences: Vec<String> = by_operations
            .into_iter()
            .filter(|(users, _)| is_wanted(users))
            .filter_map(|(users, verb)| users.sentence(api, verb, "operation"))
            .collect();
        if is_direct {
            (!sentences.is_empty()).then(|| sentences.join(" "))
        } else {
            let contained = Some(&uses.contained).filter(|users| is_wanted(users))?;
            contained.sentence(api, "Used in", "type")
        }
    }
}

fn named(ty: &Type) -> Option<TypeId> {
    match ty.core() {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}
