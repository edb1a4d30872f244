//! Generates the client of the bookshop.

use openapi_crate::build::Module;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Module::new("api.yaml").write("api")
}
