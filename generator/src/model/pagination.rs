//! The pagination of a list, as an operation's hint describes it.

use super::types::Type;

/// The pagination of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The way in which a page leads to the next one.
    pub paging: Paging,
    /// The names of the properties from the page to one that is `true` on the last page.
    pub last: Option<Vec<String>>,
    /// The type of a page: an object, or an array of the items.
    pub page: Type,
    /// Whether a response may have no page, such as one with the status 204.
    pub is_optional: bool,
    /// The path from the page to its items, as names of Rust fields. Empty if the page is an array.
    pub items: Vec<String>,
    /// The names of the properties from the page to its items.
    pub item_properties: Vec<String>,
    /// The type of an item.
    pub item: Type,
}

impl Pagination {
    /// The functions of a page that the list needs, each with the member of the hint and the path to its property.
    pub fn functions(&self) -> Vec<(PageFunction, &'static str, Vec<String>)> {
        let mut functions = vec![(PageFunction::IntoItems, "items", self.items.clone())];
        let mut add = |function, member, path: &Option<Vec<String>>| {
            functions.extend(path.clone().map(|path| (function, member, path)));
        };
        match &self.paging {
            Paging::Cursor { next, more, .. } => {
                if let NextPage::Field(path) = next {
                    add(PageFunction::NextCursor, "next", &Some(path.clone()));
                }
                add(PageFunction::HasNext, "more", more);
            }
            Paging::Offset { total, next, .. } => {
                add(PageFunction::ItemCount, "items", &Some(self.items.clone()));
                add(PageFunction::TotalItems, "total", total);
                add(PageFunction::HasNext, "next", next);
            }
            Paging::Number { pages, next, .. } => {
                add(PageFunction::ItemCount, "items", &Some(self.items.clone()));
                add(PageFunction::TotalPages, "pages", pages);
                add(PageFunction::HasNext, "next", next);
            }
            Paging::Url { next } => {
                if let NextPage::Field(path) = next {
                    add(PageFunction::NextUrl, "next_url", &Some(path.clone()));
                }
            }
            Paging::Link { .. } => {}
        }
        functions
    }
}

/// A function of a page, by which a list finds its items or its next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageFunction {
    /// The cursor of the next page.
    NextCursor,
    /// The URL of the next page.
    NextUrl,
    /// Whether a next page follows.
    HasNext,
    /// The number of items of the whole list.
    TotalItems,
    /// The number of pages of the whole list.
    TotalPages,
    /// The number of items of the page.
    ItemCount,
    /// The items of the page.
    IntoItems,
}

/// The way in which a page leads to the next one. Paths lead from the page to a property, as names of Rust fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paging {
    /// A page has the cursor of the next page.
    Cursor {
        /// The argument with the cursor.
        argument: PageArgument,
        /// The cursor of the next page.
        next: NextPage,
        /// The path to a property that is absent, `null`, empty or `false` on the last page.
        more: Option<Vec<String>>,
    },
    /// An argument is the number of items to skip.
    Offset {
        /// The argument.
        argument: PageArgument,
        /// The wire name of the query parameter with the most items of a page. A shorter page is the last one.
        limit: Option<String>,
        /// The path to the number of items of the whole list.
        total: Option<Vec<String>>,
        /// The path to a property that is absent, `null`, empty or `false` on the last page.
        next: Option<Vec<String>>,
    },
    /// An argument is the number of the page.
    Number {
        /// The argument.
        argument: PageArgument,
        /// The number of the first page.
        first: i64,
        /// The path to the number of pages of the whole list.
        pages: Option<Vec<String>>,
        /// The path to a property that is absent, `null`, empty or `false` on the last page.
        next: Option<Vec<String>>,
    },
    /// A page has the URL of the next page.
    Url {
        /// The URL of the next page.
        next: NextPage,
    },
    /// The `link` header has the URL of the next page.
    Link {
        /// The relation type of the link.
        relation: String,
    },
}

/// The argument that selects a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageArgument {
    /// The wire name of the parameter, or the JSON Pointer of the property of the body.
    pub name: String,
    /// The part of the request with the argument.
    pub place: ArgumentPlace,
    /// Whether it is an integer.
    pub is_integer: bool,
}

/// The part of a request that has the argument that selects a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentPlace {
    /// The query.
    Query,
    /// The path.
    Path,
    /// A header.
    Header,
    /// The JSON body.
    Body {
        /// Its `content-type`.
        media_type: String,
        /// The names of the properties that lead to the argument.
        properties: Vec<String>,
    },
}

/// The place of the cursor or the URL of the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// A string, at the end of these Rust fields of the page.
    Field(Vec<String>),
    /// A value of a different type, at the end of these properties of the page.
    Properties(Vec<String>),
    /// A value of the last item, at the end of these properties. It is the item itself if there are none.
    LastItem(Vec<String>),
    /// A response header.
    Header(String),
}
