//! Prints items with `prettyplease`.

use syn::{ImplItem, Item, ItemImpl};

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

/// The indentation of a member.
pub(super) const INDENTATION: &str = "    ";

/// The text of an implementation, with a blank line between its members: each is printed by itself, below its comment.
pub(super) fn implementation(header: &ItemImpl, members: Vec<(String, ImplItem)>) -> String {
    let empty = item(Item::Impl(header.clone()));
    let Some(first_line) = empty.strip_suffix("{}\n").filter(|_| !members.is_empty()) else {
        return empty;
    };
    let first_line = format!("{first_line}{{\n");
    let members = members.into_iter().map(|(comment, member)| {
        let mut whole = header.clone();
        whole.items.push(member);
        let text = item(Item::Impl(whole));
        let member = text
            .strip_prefix(&first_line)
            .and_then(|text| text.strip_suffix("}\n"));
        comment + member.unwrap_or(&text)
    });
    let members: Vec<String> = members.collect();
    format!("{first_line}{}}}\n", members.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_separated_by_blank_lines() {
        let header: ItemImpl = syn::parse_quote! { impl Page for A {} };
        let members = vec![
            (String::new(), syn::parse_quote! { type Item = u8; }),
            (
                "    /// One.\n".to_owned(),
                syn::parse_quote! { fn one(&self) -> u8 { 1 } },
            ),
        ];
        assert_eq!(
            implementation(&header, members),
            "impl Page for A {\n    type Item = u8;\n\n    /// One.\n    fn one(&self) -> u8 {\n        1\n    }\n}\n"
        );
        assert_eq!(implementation(&header, Vec::new()), "impl Page for A {}\n");
    }
}
