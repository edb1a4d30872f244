use shelf::books::{GetBook, GetBookFailure};
use shelf::types::Problem;
use shelf::{Client, Error};

fn print(problem: &Problem) {
    println!("{problem:?}");
}

async fn caller(client: Client) -> Result<(), Error> {
    let Err(error) = client.books().get_book("1").send().await else {
        return Ok(());
    };
    match error.failure::<GetBook>() {
        Some(GetBookFailure::NotFound(problem)) => print(&problem),
        _ => return Err(error),
    }
    Ok(())
}

fn main() {
    let _ = caller;
}
