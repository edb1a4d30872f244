//! Pagination: the pages and the items of a list as streams.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::arguments::Call;
use super::error::{DecodeError, Error};
use super::page::Page;
use super::page_facts::PageFacts;
use super::paging::{Kind, Paging, Source};
use super::response::{Response, link};
use super::seen_pages::SeenPages;

/// The pages of a list: a [`Stream`] that ends after the last page or an error.
///
/// A page whose next cursor or URL has already been used is followed by an error, because the list would never end. A
/// page that repeats the page before it, or its items if they are objects, is an error for the same reason, and 10,000
/// pages without an item are followed by one. A list whose server changes the items with each response looks like a long
/// one: [`take`] limits the pages or the items.
///
/// Each page is requested only when the stream is polled for it. The client's timeout applies to each page.
///
/// [`take`]: https://docs.rs/futures/latest/futures/stream/trait.StreamExt.html#method.take
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
    seen: SeenPages,
    /// The most items of a page so far.
    most_items: usize,
}

/// A page and the facts about it, and a clone of the call that requested it, or the origin of a body that cannot be read
/// twice.
type Fetched<P> = (
    Result<(Response<P>, PageFacts), Error>,
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
    /// The cursor.
    Cursor(String),
    /// The number of the first item or of the page.
    Count(i64),
    Url(String),
}

const REPEATED: &str = "is that of an earlier page, so the list would never end";

const EMPTY_PAGES: &str =
    "the last 10,000 pages have no items, so the list would probably never end";

const REPEATED_PAGE: &str =
    "the page is the same as the page before it, so the list would never end";

impl<P: Page> Pages<P> {
    fn new(call: Call, paging: Paging) -> Self {
        let mut seen = SeenPages::default();
        let first = match paging.kind {
            Kind::Cursor(_) => call.page_argument(paging),
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
        facts: &PageFacts,
        call: Result<Call, &'static str>,
    ) -> Result<State<P>, Error> {
        let error = |why: String| {
            let why = page.head().secrets.redacted(&why);
            DecodeError::new(page.head().attempt.clone(), page.status(), why, None, None)
                .with_request_id(page.head())
        };
        let argument = call.as_ref().ok();
        let argument = argument.and_then(|call| call.page_argument(self.paging));
        let (body, items) = (
            self.seen.repeats_body(facts),
            self.seen.repeats_items(facts),
        );
        if body || items && self.paging.is_counted() {
            return Err(error(REPEATED_PAGE.to_owned()).into());
        }
        let next = match self.next(page, facts, argument.as_deref()) {
            Ok(Some(_)) if items => return Err(error(REPEATED_PAGE.to_owned()).into()),
            Ok(Some(_)) if self.seen.are_all_empty(facts) => {
                return Ok(State::Failed(error(EMPTY_PAGES.to_owned()).into()));
            }
            Ok(Some(next)) => next,
            Ok(None) => return Ok(State::Done),
            Err(why) => return Ok(State::Failed(error(why).into())),
        };
        let call = call.map_err(|origin| {
            error(format!(
                "the next page cannot be requested because the request body is {origin}"
            ))
        })?;
        let final_url = page.head().final_url.as_deref();
        match self.follow(call, next, final_url) {
            Ok(call) => Ok(State::Next(call)),
            Err(why) => Ok(State::Failed(error(why).into())),
        }
    }

    /// Returns the call for the next page, or the reason why it must not be sent.
    fn follow(&mut self, call: Call, next: Next, final_url: Option<&str>) -> Result<Call, String> {
        match next {
            Next::Cursor(cursor) if !self.seen.insert(&cursor) => {
                Err(format!("the cursor of the next page {REPEATED}"))
            }
            Next::Cursor(cursor) => call.with_page_argument(self.paging, &cursor),
            Next::Count(count) => call.with_page_argument(self.paging, &count.to_string()),
            Next::Url(reference) => match call.follow(&reference, final_url)? {
                (_, target) if !self.seen.insert(&target) => {
                    Err(format!("the URL of the next page {REPEATED}"))
                }
                (call, _) => Ok(call),
            },
        }
    }

    /// Returns the next page, or `None` after the last one. `argument` is the one that selected the page.
    fn next(
        &mut self,
        page: &Response<P>,
        facts: &PageFacts,
        argument: Option<&str>,
    ) -> Result<Option<Next>, String> {
        let number = |first: i64| match argument {
            None => Ok(first),
            Some(text) => text
                .parse::<i64>()
                .map_err(|_| "the argument that selects the page is not an integer".to_owned()),
        };
        let too_large = || "the number that selects the next page is too large".to_owned();
        let says_next = page.has_next().filter(|_| self.paging.says_next);
        if facts.is_last || says_next == Some(false) {
            return Ok(None);
        }
        let count = page.item_count().unwrap_or_default();
        if self.paging.is_counted() && count == 0 {
            return Ok(None);
        }
        match self.paging.kind {
            Kind::Cursor(_) => {
                let must_follow =
                    says_next == Some(true) || facts.has_items == Some(true) && self.is_of_items();
                match self.given(page, facts, page.next_cursor()) {
                    None if must_follow => {
                        Err("the page has no cursor of the next page".to_owned())
                    }
                    cursor => Ok(cursor.map(Next::Cursor)),
                }
            }
            Kind::Url => Ok(self.given(page, facts, page.next_url()).map(Next::Url)),
            Kind::Link(relation) => Ok(not_empty(link(page.headers(), relation)).map(Next::Url)),
            Kind::Offset(_) => {
                let received = i64::try_from(count).unwrap_or(i64::MAX);
                let next = number(0)?.checked_add(received).ok_or_else(too_large)?;
                let is_short = self.paging.ends_short && count < self.most_items;
                self.most_items = self.most_items.max(count);
                let total = page.total_items().filter(|_| self.paging.has_total);
                // A list does not have fewer items than its page.
                let total = total.filter(|total| *total >= count as u64);
                let is_total =
                    total.is_some_and(|total| u64::try_from(next).is_ok_and(|next| next >= total));
                Ok((!is_short && !is_total).then_some(Next::Count(next)))
            }
            Kind::Number(_, first) => {
                let current = number(first)?;
                let read = i128::from(current) - i128::from(first) + 1;
                let pages = page.total_pages().filter(|_| self.paging.has_total);
                // A list with items has a page.
                let pages = pages.filter(|pages| *pages > 0);
                if pages.is_some_and(|pages| read >= i128::from(pages)) {
                    return Ok(None);
                }
                let next = current.checked_add(1).ok_or_else(too_large)?;
                Ok(Some(Next::Count(next)))
            }
        }
    }

    /// Returns the cursor or URL of the next page. `typed` is that of the function of the page.
    fn given(&self, page: &Response<P>, facts: &PageFacts, typed: Option<&str>) -> Option<String> {
        not_empty(match self.paging.source {
            Source::Page => typed,
            Source::Property(_) | Source::LastItem(_) => facts.next.as_deref(),
            Source::Header(name) => page
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok()),
        })
    }

    /// Returns whether the last item of a page is the cursor of the next one.
    fn is_of_items(&self) -> bool {
        matches!(self.paging.source, Source::LastItem(_))
    }
}

fn not_empty(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
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
                    let (paging, hasher) = (this.paging, this.seen.hasher.clone());
                    this.state = State::Fetching(Box::pin(async move {
                        (call.send_page(paging, hasher).await, next_call)
                    }));
                }
                State::Fetching(mut page) => {
                    let Poll::Ready((page, next_call)) = page.as_mut().poll(context) else {
                        this.state = State::Fetching(page);
                        return Poll::Pending;
                    };
                    let page = page.and_then(|(page, facts)| {
                        this.state = this.after(&page, &facts, next_call)?;
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
