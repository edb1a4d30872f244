//! A JSON serializer equivalent to that of `serde_json`, except that it does not search Base64 for characters to
//! escape, and rejects numbers that JSON does not have.
//!
//! For large values, that search takes longer than the rest of the encoding.

use std::fmt::{self, Display, Write as _};

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::Error;

use super::base64::NO_ESCAPES;

/// Appends a value to a buffer as JSON.
pub(crate) fn write_json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), Error> {
    value.serialize(JsonWriter {
        out,
        verbatim: false,
    })
}

/// Like [`write_json`], for a value of a type of the caller's, which may fail to serialize. An error starts with the
/// path to the property that failed.
pub(crate) fn write_any_json<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    value: &T,
) -> Result<(), String> {
    let mut track = serde_path_to_error::Track::new();
    let writer = JsonWriter {
        out,
        verbatim: false,
    };
    value
        .serialize(serde_path_to_error::Serializer::new(writer, &mut track))
        .map_err(|error| {
            let path = track.path();
            if path.iter().next().is_some() {
                format!("at `{path}`: {error}")
            } else {
                error.to_string()
            }
        })
}

/// Rejects infinity and NaN, which `serde_json` would write as `null`.
fn check_finite(is_finite: bool) -> Result<(), Error> {
    if is_finite {
        Ok(())
    } else {
        Err(ser::Error::custom("must be a finite number"))
    }
}

struct JsonWriter<'a> {
    out: &'a mut Vec<u8>,
    /// Whether the value is a string without characters to escape.
    verbatim: bool,
}

/// Delegates scalars to `serde_json`.
macro_rules! scalars {
    ($($method:ident($ty:ty),)*) => {
        $(fn $method(self, value: $ty) -> Result<(), Error> {
            serde_json::Serializer::new(self.out).$method(value)
        })*
    };
}

impl<'a> Serializer for JsonWriter<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    scalars! {
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128),
        serialize_char(char),
        serialize_str(&str),
        serialize_bytes(&[u8]),
        serialize_unit_struct(&'static str),
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        check_finite(value.is_finite())?;
        serde_json::Serializer::new(self.out).serialize_f32(value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        check_finite(value.is_finite())?;
        serde_json::Serializer::new(self.out).serialize_f64(value)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        if !self.verbatim {
            return serde_json::Serializer::new(self.out).collect_str(value);
        }
        self.out.push(b'"');
        // Writing Base64 to a buffer cannot fail.
        let _ = write!(Verbatim(self.out), "{value}");
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(Self {
            verbatim: name == NO_ESCAPES,
            ..self
        })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut object = Compound::open(self.out, b'{', "}");
        object.property(variant, value)?;
        object.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(Compound::open(self.out, b'[', "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        let mut object = Compound::open(self.out, b'{', "}");
        object.key(variant)?;
        Ok(Compound::open(object.out, b'[', "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(Compound::open(self.out, b'{', "}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        // An arbitrary-precision number or a `RawValue`, which only `serde_json` can write.
        if name.starts_with("$serde_json::private::") {
            return Ok(Compound {
                out: self.out,
                is_empty: true,
                private: Some(name),
                end: "",
            });
        }
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        let mut object = Compound::open(self.out, b'{', "}");
        object.key(variant)?;
        Ok(Compound::open(object.out, b'{', "}}"))
    }
}

/// Appends strings without escaping.
struct Verbatim<'a>(&'a mut Vec<u8>);

impl fmt::Write for Verbatim<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// An array or object that is being written.
struct Compound<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
    /// The name of a private `serde_json` struct, which `serde_json` writes itself.
    private: Option<&'static str>,
    end: &'static str,
}

impl<'a> Compound<'a> {
    fn open(out: &'a mut Vec<u8>, start: u8, end: &'static str) -> Self {
        out.push(start);
        Self {
            out,
            is_empty: true,
            private: None,
            end,
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
        write_json(self.out, value)
    }

    fn key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<(), Error> {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
        let start = self.out.len();
        write_json(self.out, key)?;
        if self.out.get(start) != Some(&b'"') {
            self.out.truncate(start);
            self.non_string_key(key)?;
        }
        self.out.push(b':');
        Ok(())
    }

    /// Writes a key that is not a string, as `serde_json` writes it in an object with one property.
    fn non_string_key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<(), Error> {
        let mut object = Vec::new();
        serde_json::Serializer::new(&mut object).collect_map([(key, ())])?;
        let key = object.strip_prefix(b"{");
        let key = key.and_then(|key| key.strip_suffix(b":null}"));
        self.out.extend_from_slice(key.unwrap_or_default());
        Ok(())
    }

    fn property<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Error> {
        if let Some(name) = self.private {
            let mut serializer = serde_json::Serializer::new(&mut *self.out);
            let mut private = serializer.serialize_struct(name, 1)?;
            // The only field has the struct's name.
            SerializeStruct::serialize_field(&mut private, name, value)?;
            return SerializeStruct::end(private);
        }
        self.key(key)?;
        write_json(self.out, value)
    }

    fn close(self) {
        self.out.extend_from_slice(self.end.as_bytes());
    }
}

macro_rules! elements {
    ($($part:ident::$method:ident,)*) => {
        $(impl $part for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

elements! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

macro_rules! fields {
    ($($part:ident,)*) => {
        $(impl $part for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.property(key, value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

fields! { SerializeStruct, SerializeStructVariant, }

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        write_json(self.out, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}
