//! The page of a list as a trait.

use super::json::Json;

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

/// A response may have no page, such as one with the status 204.
impl<P: Page> Page for Option<P> {
    type Item = P::Item;

    fn next_cursor(&self) -> Option<&str> {
        self.as_ref()?.next_cursor()
    }

    fn next_url(&self) -> Option<&str> {
        self.as_ref()?.next_url()
    }

    fn has_next(&self) -> Option<bool> {
        self.as_ref()?.has_next()
    }

    fn total_items(&self) -> Option<u64> {
        self.as_ref()?.total_items()
    }

    fn total_pages(&self) -> Option<u64> {
        self.as_ref()?.total_pages()
    }

    fn item_count(&self) -> Option<usize> {
        self.as_ref()?.item_count()
    }

    fn into_items(self) -> Vec<P::Item> {
        self.map(P::into_items).unwrap_or_default()
    }
}
