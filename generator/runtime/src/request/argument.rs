//! The value of an argument, before its parameter's style is applied.

use std::fmt;

use serde::Serialize;
use serde::ser::{
    self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct,
};

use super::json::{encode, write_json};

/// The value of an argument. An absent value (`None`, unit) has no `Argument`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Argument {
    Primitive(String),
    Array(Vec<Argument>),
    Object(Vec<(String, Argument)>),
}

impl Argument {
    /// Converts a value, or returns `None` if it is absent. Absent items and properties are omitted.
    pub(crate) fn of<V: Serialize + ?Sized>(value: &V) -> Result<Option<Self>, NotAnArgument> {
        value.serialize(ArgumentSerializer)
    }

    pub(crate) fn is_false(&self) -> bool {
        matches!(self, Self::Primitive(text) if text == "false")
    }

    /// Serializes a value as JSON, for a parameter that has `content` instead of a style.
    pub(crate) fn json<V: Serialize + ?Sized>(value: &V) -> Result<Option<Self>, NotAnArgument> {
        let text = json_text(value)?;
        Ok((text != "null").then_some(Self::Primitive(text)))
    }
}

/// Serializes a value as JSON. Unlike `serde_json`, it rejects infinity and NaN instead of writing `null`.
pub(super) fn json_text<V: Serialize + ?Sized>(value: &V) -> Result<String, NotAnArgument> {
    let mut json = Vec::new();
    write_json(&mut json, value).map_err(|error| NotAnArgument(error.to_string()))?;
    String::from_utf8(json).map_err(|error| NotAnArgument(error.to_string()))
}

/// The error of a value that cannot be an argument.
#[derive(Debug)]
pub(crate) struct NotAnArgument(pub(crate) String);

impl fmt::Display for NotAnArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAnArgument {}

impl ser::Error for NotAnArgument {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

type Serialized = Result<Option<Argument>, NotAnArgument>;

struct ArgumentSerializer;

fn primitive(value: impl Into<String>) -> Argument {
    Argument::Primitive(value.into())
}

fn float(value: f64, text: String) -> Serialized {
    if value.is_finite() {
        Ok(Some(primitive(text)))
    } else {
        Err(NotAnArgument("must be a finite number".into()))
    }
}

fn nested_variant<T>() -> Result<T, NotAnArgument> {
    Err(NotAnArgument(
        "is an enum variant with several fields, which no parameter style supports".into(),
    ))
}

impl ser::Serializer for ArgumentSerializer {
    type Ok = Option<Argument>;
    type Error = NotAnArgument;
    type SerializeSeq = ArraySerializer;
    type SerializeTuple = ArraySerializer;
    type SerializeTupleStruct = ArraySerializer;
    type SerializeTupleVariant = Impossible<Option<Argument>, NotAnArgument>;
    type SerializeMap = ObjectSerializer;
    type SerializeStruct = ObjectSerializer;
    type SerializeStructVariant = Impossible<Option<Argument>, NotAnArgument>;

    fn serialize_bool(self, value: bool) -> Serialized {
        Ok(Some(primitive(if value { "true" } else { "false" })))
    }
    fn serialize_i8(self, value: i8) -> Serialized {
        self.serialize_i64(value.into())
    }
    fn serialize_i16(self, value: i16) -> Serialized {
        self.serialize_i64(value.into())
    }
    fn serialize_i32(self, value: i32) -> Serialized {
        self.serialize_i64(value.into())
    }
    fn serialize_i64(self, value: i64) -> Serialized {
        Ok(Some(primitive(value.to_string())))
    }
    fn serialize_i128(self, value: i128) -> Serialized {
        Ok(Some(primitive(value.to_string())))
    }
    fn serialize_u8(self, value: u8) -> Serialized {
        self.serialize_u64(value.into())
    }
    fn serialize_u16(self, value: u16) -> Serialized {
        self.serialize_u64(value.into())
    }
    fn serialize_u32(self, value: u32) -> Serialized {
        self.serialize_u64(value.into())
    }
    fn serialize_u64(self, value: u64) -> Serialized {
        Ok(Some(primitive(value.to_string())))
    }
    fn serialize_u128(self, value: u128) -> Serialized {
        Ok(Some(primitive(value.to_string())))
    }
    // Not converted to f64, which would turn 0.1_f32 into 0.10000000149011612.
    fn serialize_f32(self, value: f32) -> Serialized {
        float(value.into(), value.to_string())
    }
    fn serialize_f64(self, value: f64) -> Serialized {
        float(value, value.to_string())
    }
    fn serialize_char(self, value: char) -> Serialized {
        Ok(Some(primitive(value)))
    }
    fn serialize_str(self, value: &str) -> Serialized {
        Ok(Some(primitive(value)))
    }
    /// Encodes as Base64 (`format: byte`).
    fn serialize_bytes(self, value: &[u8]) -> Serialized {
        Ok(Some(primitive(encode(&value))))
    }
    fn serialize_none(self) -> Serialized {
        Ok(None)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Serialized {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Serialized {
        Ok(None)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Serialized {
        Ok(None)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Serialized {
        Ok(Some(primitive(variant)))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Serialized {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Serialized {
        let property = value
            .serialize(self)?
            .map(|value| (variant.to_owned(), value));
        Ok(Some(Argument::Object(property.into_iter().collect())))
    }
    fn serialize_seq(self, length: Option<usize>) -> Result<ArraySerializer, NotAnArgument> {
        Ok(ArraySerializer(Vec::with_capacity(
            length.unwrap_or(0).min(1024),
        )))
    }
    fn serialize_tuple(self, length: usize) -> Result<ArraySerializer, NotAnArgument> {
        self.serialize_seq(Some(length))
    }
    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<ArraySerializer, NotAnArgument> {
        self.serialize_seq(Some(length))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NotAnArgument> {
        nested_variant()
    }
    fn serialize_map(self, _: Option<usize>) -> Result<ObjectSerializer, NotAnArgument> {
        Ok(ObjectSerializer {
            properties: Vec::new(),
            key: None,
        })
    }
    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<ObjectSerializer, NotAnArgument> {
        self.serialize_map(None)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NotAnArgument> {
        nested_variant()
    }
}

struct ArraySerializer(Vec<Argument>);

impl SerializeSeq for ArraySerializer {
    type Ok = Option<Argument>;
    type Error = NotAnArgument;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotAnArgument> {
        self.0.extend(value.serialize(ArgumentSerializer)?);
        Ok(())
    }
    fn end(self) -> Serialized {
        Ok(Some(Argument::Array(self.0)))
    }
}

impl SerializeTuple for ArraySerializer {
    type Ok = Option<Argument>;
    type Error = NotAnArgument;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotAnArgument> {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Serialized {
        SerializeSeq::end(self)
    }
}

impl SerializeTupleStruct for ArraySerializer {
    type Ok = Option<Argument>;
    type Error = NotAnArgument;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotAnArgument> {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Serialized {
        SerializeSeq::end(self)
    }
}

struct ObjectSerializer {
    properties: Vec<(String, Argument)>,
    key: Option<String>,
}

impl SerializeMap for ObjectSerializer {
    type Ok = Option<Argument>;
    type Error = NotAnArgument;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotAnArgument> {
        match key.serialize(ArgumentSerializer)? {
            Some(Argument::Primitive(key)) => {
                self.key = Some(key);
                Ok(())
            }
            _ => Err(NotAnArgument(
                "has a property whose name is not a string".into(),
            )),
        }
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotAnArgument> {
        let value = value.serialize(ArgumentSerializer)?;
        self.properties.extend(self.key.take().zip(value));
        Ok(())
    }
    fn end(self) -> Serialized {
        Ok(Some(Argument::Object(self.properties)))
    }
}

impl SerializeStruct for ObjectSerializer {
    type Ok = Option<Argument>;
    type Error = NotAnArgument;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), NotAnArgument> {
        self.properties.extend(
            value
                .serialize(ArgumentSerializer)?
                .map(|value| (key.to_owned(), value)),
        );
        Ok(())
    }
    fn end(self) -> Serialized {
        SerializeMap::end(self)
    }
}
