//! Prints items with `prettyplease`.

use syn::Item;

/// The text of one item.
pub(super) fn item(item: Item) -> String {
    items(vec![item])
}

/// The text of items, without blank lines between them.
pub(super) fn items(items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    })
}

/// The text of inner attributes.
pub(super) fn inner_attributes(attrs: Vec<syn::Attribute>) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs,
        items: Vec::new(),
    })
}

/// The text of an implementation, with a blank line between its members, which are printed separately.
pub(super) fn implementation(mut header: syn::ItemImpl) -> String {
    let members = std::mem::take(&mut header.items);
    let empty = item(Item::Impl(header));
    let Some(header) = empty.strip_suffix("{}\n").filter(|_| !members.is_empty()) else {
        return empty;
    };
    let members: Vec<String> = members.into_iter().map(member).collect();
    format!("{header}{{\n{}}}\n", members.join("\n"))
}

/// The text of one member, with its indentation.
fn member(member: syn::ImplItem) -> String {
    const BEFORE: &str = "impl T {\n";
    const AFTER: &str = "}\n";
    let mut wrapper: syn::ItemImpl = syn::parse_quote! { impl T {} };
    wrapper.items.push(member);
    let text = item(Item::Impl(wrapper));
    let inner = text
        .strip_prefix(BEFORE)
        .and_then(|text| text.strip_suffix(AFTER));
    inner.unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_an_implementation_have_a_blank_line_between_them() {
        let header = syn::parse_quote! {
            impl Page for A {
                type Item = u8;
                /// One.
                fn one(&self) -> u8 { 1 }
            }
        };
        assert_eq!(
            implementation(header),
            "impl Page for A {\n    type Item = u8;\n\n    /// One.\n    fn one(&self) -> u8 {\n        1\n    }\n}\n"
        );
        assert_eq!(
            implementation(syn::parse_quote! { impl A {} }),
            "impl A {}\n"
        );
    }
}
