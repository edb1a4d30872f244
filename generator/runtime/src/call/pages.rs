//! Pagination: the pages and the items of a list as streams.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::arguments::Call;
use super::error::{DecodeError, Error};
use super::json::Json;
use super::paging::{Kind, Paging};
use super::response::{Response, link};

/// A page of a list.
pub trait Page: Json + Send + 'static {
    /// An item of the list.
    type Item;

    /// Returns the cursor of the next page. It is `None` or empty on the last page.
    fn next_cursor(&self) -> Option<&str> {
        None
    }

    /// Returns the URL of the next page. It is `None` or empty on the last page.
    fn next_url(&self) -> Option<&str> {
        None
    }

    /// Returns whether a next page follows, or `None` if the page does not say so.
    fn has_next(&self) -> Option<bool> {
        None
    }

    /// Returns the number of items of the whole list, or `None` if the page does not have it.
    fn total_items(&self) -> Option<u64> {
        None
    }

    /// Returns the number of pages of the whole list, or `None` if the page does not have it.
    fn total_pages(&self) -> Option<u64> {
        None
    }

    /// Returns the number of items of the page, or `None` if the list is not paginated by it.
    fn item_count(&self) -> Option<usize> {
        None
    }

    /// Returns the items of the page.
    fn into_items(self) -> Vec<Self::Item>;
}

impl<T: Json + Send + 'static> Page for Vec<T> {
    type Item = T;

    fn item_count(&self) -> Option<usize> {
        Some(self.len())
    }

    fn into_items(self) -> Vec<T> {
        self
    }
}

/// The pages of a list: a [`Stream`] that ends after the last page or an error.
///
/// A page whose next cursor or URL has already been used is followed by an error, because the list would never end. If
/// the client counts the items or the pages, a page that repeats the page before it is an error for the same reason.
///
/// Each page is requested only when the stream is polled for it. The client's timeout applies to each page.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::{Error, Page, Pages};
/// # use futures_util::TryStreamExt;
/// # async fn example<P: Page>(mut pages: Pages<P>) -> Result<(), Error> {
/// while let Some(page) = pages.try_next().await? {
///     println!("{} items", page.into_inner().into_items().len());
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<P> {
    state: State<P>,
    paging: Paging,
    seen: Seen,
    /// The most items of a page so far.
    most_items: usize,
}

/// The cursors or URLs that have been used, as hashes, so that each takes a few bytes. The hashes are keyed at random,
/// so a server cannot choose cursors with the same hash.
#[derive(Default)]
struct Seen {
    hasher: RandomState,
    hashes: HashSet<u64>,
    /// The hash of the body of the last page.
    last_body: Option<u64>,
}

impl Seen {
    /// Adds a cursor or a URL. Returns whether it is new.
    fn insert(&mut self, next: &str) -> bool {
        self.hashes.insert(self.hasher.hash_one(next))
    }

    /// Sets the body of the last page. Returns whether it differs from that of the page before.
    fn is_new_body(&mut self, body: &Bytes) -> bool {
        let hash = Some(self.hasher.hash_one(body));
        std::mem::replace(&mut self.last_body, hash) != hash
    }
}

/// A page and its body, and a clone of the call that requested it, or the origin of a body that cannot be read twice.
type Fetched<P> = (
    Result<(Response<P>, Bytes), Error>,
    Result<Call, &'static str>,
);

enum State<P> {
    Next(Call),
    Fetching(Pin<Box<dyn Future<Output = Fetched<P>> + Send>>),
    /// The list cannot continue after the page that has been returned.
    Failed(Error),
    Done,
}

impl Call {
    /// Returns the pages of a list.
    pub fn pages<P: Page>(self, paging: impl Into<Paging>) -> Pages<P> {
        Pages::new(self, paging.into())
    }

    /// Returns the items of all pages.
    pub fn items<P: Page>(self, paging: impl Into<Paging>) -> Items<P> {
        Items::new(self.pages(paging))
    }
}

/// The next page, as the last page says.
enum Next {
    /// A value of the query parameter.
    Argument(&'static str, String),
    /// A value of the query parameter that counts.
    Count(&'static str, i64),
    Url(String),
}

const REPEATED: &str = "is that of an earlier page, so the list would never end";

impl<P: Page> Pages<P> {
    fn new(call: Call, paging: Paging) -> Self {
        let mut seen = Seen::default();
        let first = match paging.kind {
            Kind::Cursor(parameter) => call.query_argument(parameter).map(str::to_owned),
            Kind::Url | Kind::Link(_) => call.target(),
            Kind::Offset(_) | Kind::Number(..) => None,
        };
        if let Some(first) = first {
            seen.insert(&first);
        }
        Self {
            state: State::Next(call),
            paging,
            seen,
            most_items: 0,
        }
    }

    /// Returns the state after a page: the call for the next page, or the end.
    fn after(
        &mut self,
        page: &Response<P>,
        body: &Bytes,
        call: Result<Call, &'static str>,
    ) -> Result<State<P>, Error> {
        let error = |why: String| {
            let why = page.head().secrets.redacted(&why);
            DecodeError::new(page.head().attempt.clone(), page.status(), why, None, None)
                .with_request_id(page.head())
        };
        let argument = call.as_ref().ok().and_then(|call| {
            let argument = call.query_argument(self.paging.parameter()?)?;
            Some(argument.to_owned())
        });
        if self.paging.is_counted() && !self.seen.is_new_body(body) {
            let why = "the page is the same as the page before it, so the list would never end";
            return Err(error(why.to_owned()).into());
        }
        let next = match self.next(page, argument.as_deref()) {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(State::Done),
            Err(why) => return Ok(State::Failed(error(why).into())),
        };
        let call = call.map_err(|origin| {
            error(format!(
                "the next page cannot be requested because the request body is {origin}"
            ))
        })?;
        match next {
            Next::Argument(parameter, cursor) => {
                if !self.seen.insert(&cursor) {
                    let why = format!("the cursor of the next page {REPEATED}");
                    return Ok(State::Failed(error(why).into()));
                }
                Ok(State::Next(call.query(parameter, &cursor)))
            }
            Next::Count(parameter, count) => Ok(State::Next(call.query(parameter, &count))),
            Next::Url(reference) => match call.follow(&reference, page.head().final_url.as_deref())
            {
                Ok((_, target)) if !self.seen.insert(&target) => {
                    let why = format!("the URL of the next page {REPEATED}");
                    Ok(State::Failed(error(why).into()))
                }
                Ok((call, _)) => Ok(State::Next(call)),
                Err(why) => Ok(State::Failed(error(why).into())),
            },
        }
    }

    /// Returns the next page, or `None` after the last one. `argument` is the one that selected the page.
    fn next(&mut self, page: &Response<P>, argument: Option<&str>) -> Result<Option<Next>, String> {
        let given = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        let number = |first: i64| match argument {
            None => Ok(first),
            Some(text) => text
                .parse::<i64>()
                .map_err(|_| "the argument that selects the page is not an integer".to_owned()),
        };
        let too_large = || "the number that selects the next page is too large".to_owned();
        let count = page.item_count().unwrap_or_default();
        let is_last = self.paging.says_next && page.has_next() == Some(false);
        if self.paging.is_counted() && (count == 0 || is_last) {
            return Ok(None);
        }
        match self.paging.kind {
            Kind::Cursor(parameter) => {
                Ok(given(page.next_cursor()).map(|cursor| Next::Argument(parameter, cursor)))
            }
            Kind::Url => Ok(given(page.next_url()).map(Next::Url)),
            Kind::Link(relation) => Ok(given(link(page.headers(), relation)).map(Next::Url)),
            Kind::Offset(parameter) => {
                let received = i64::try_from(count).unwrap_or(i64::MAX);
                let next = number(0)?.checked_add(received).ok_or_else(too_large)?;
                let is_short = self.paging.ends_short && count < self.most_items;
                self.most_items = self.most_items.max(count);
                let total = page.total_items().filter(|_| self.paging.has_total);
                let is_total =
                    total.is_some_and(|total| u64::try_from(next).is_ok_and(|next| next >= total));
                Ok((!is_short && !is_total).then_some(Next::Count(parameter, next)))
            }
            Kind::Number(parameter, first) => {
                let current = number(first)?;
                let read = i128::from(current) - i128::from(first) + 1;
                let pages = page.total_pages().filter(|_| self.paging.has_total);
                if pages.is_some_and(|pages| read >= i128::from(pages)) {
                    return Ok(None);
                }
                let next = current.checked_add(1).ok_or_else(too_large)?;
                Ok(Some(Next::Count(parameter, next)))
            }
        }
    }
}

impl<P: Page> Stream for Pages<P> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Next(call) => {
                    let origin = call.read_once_origin().unwrap_or("a stream");
                    let next_call = call.try_clone().ok_or(origin);
                    this.state =
                        State::Fetching(Box::pin(
                            async move { (call.send_page().await, next_call) },
                        ));
                }
                State::Fetching(mut page) => {
                    let Poll::Ready((page, next_call)) = page.as_mut().poll(context) else {
                        this.state = State::Fetching(page);
                        return Poll::Pending;
                    };
                    let page = page.and_then(|(page, body)| {
                        this.state = this.after(&page, &body, next_call)?;
                        Ok(page)
                    });
                    return Poll::Ready(Some(page));
                }
            }
        }
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of a paginated list: a [`Stream`] that ends after the last page or an error.
///
/// A page is requested when the items of the previous one have been consumed.
///
/// # Examples
///
/// ```no_run
/// # use openapi_crate_runtime::{Error, Items, Page};
/// # use futures_util::TryStreamExt;
/// # async fn example<P: Page<Item = String>>(mut items: Items<P>) -> Result<(), Error> {
/// while let Some(item) = items.try_next().await? {
///     println!("{item:?}");
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<P: Page> {
    pages: Pages<P>,
    items: std::vec::IntoIter<P::Item>,
}

impl<P: Page> Items<P> {
    fn new(pages: Pages<P>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
        }
    }
}

// No field is structurally pinned.
impl<P: Page> Unpin for Items<P> {}

impl<P: Page> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.items = page.into_inner().into_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P: Page> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
