use shelf::books::{GetBook, GetBookFailure};
use shelf::{Client, Error};

async fn caller(client: Client) -> Result<(), Error> {
    let Err(error) = client.books().get_book("1").send().await else {
        return Ok(());
    };
    match error.failure::<GetBook>() {
        Some(GetBookFailure::NotFound(_)) => Ok(()),
        _ => Err(error),
    }
}

fn main() {
    let _ = caller;
}
