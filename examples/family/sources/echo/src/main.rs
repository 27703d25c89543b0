//! Answers with the path that it is asked for.
use signal_hook::{consts::SIGTERM, iterator::Signals};
use std::{env, process, thread};
use tiny_http::{Response, Server};

fn main() {
    // The first process of a container is ended by no signal that it does not take.
    let mut signals = Signals::new([SIGTERM]).expect("signals can be taken");
    thread::spawn(move || signals.forever().next().map(|_| process::exit(0)));
    let port = env::var("PORT").expect("PORT is the port to listen on");
    let server = Server::http(format!("0.0.0.0:{port}")).expect("the port is free");
    let mut answered: u64 = 0;
    for request in server.incoming_requests() {
        answered += 1;
        let text = match request.url() {
            "/metrics" => format!("echo_requests_total {answered}\n"),
            path => format!("{path}\n"),
        };
        if let Err(error) = request.respond(Response::from_string(text)) {
            eprintln!("echo: {error}");
        }
    }
}
