//! burn's AdaGrad on wgpu, as a peer of proxgrad's benchmarks: `README.md` of the folder above has the protocol.

mod protocol;
mod step;

use std::io::{self, BufRead, Write};
use std::time::Duration;

use protocol::{Answer, Hello, Prepare, Request};
use step::{Adapter, Step};

/// Steps; compiling and the first allocations are over by then.
const WARM_UP: usize = 5;

/// A benchmark takes dozens of steps; one that takes longer than this is reported, not repeated.
const STEP_LIMIT: Duration = Duration::from_secs(20);

/// Answers requests until stdin ends.
///
/// # Errors
///
/// What to print where there is no adapter, or nobody to answer to.
pub fn serve() -> Result<(), String> {
    let adapter = Adapter::open()?;
    say(&hello(&adapter))?;
    let mut step = None;
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| format!("cannot read stdin: {error}"))?;
        let answer = answer(&adapter, &line, &mut step).unwrap_or_else(Answer::Error);
        say(&answer)?;
    }
    Ok(())
}

fn hello(adapter: &Adapter) -> Hello {
    let (name, how) = if cfg!(feature = "fusion") { ("burn (fusion)", "with") } else { ("burn", "without") };
    let about = format!("AdaGrad on wgpu {how} kernel fusion, no l1 and l2, on {}", adapter.name());
    Hello { name, version: step::VERSION, about }
}

fn answer(adapter: &Adapter, line: &str, step: &mut Option<Step>) -> Result<Answer, String> {
    match serde_json::from_str(line).map_err(|error| format!("cannot read the request: {error}"))? {
        Request::Prepare(job) => {
            // Freed first: two of them need not fit into memory.
            *step = None;
            adapter.clean_up()?;
            prepare(adapter, &job, step)
        }
        Request::Run(count) => {
            let step = step.as_mut().ok_or("nothing is prepared")?;
            Ok(Answer::Us(times(step, count)?))
        }
    }
}

fn prepare(adapter: &Adapter, job: &Prepare, step: &mut Option<Step>) -> Result<Answer, String> {
    let (count, n) = match *job {
        Prepare::Dense { n } => (1, n),
        Prepare::Tensors { tensors, n } => (tensors, n),
        Prepare::Rows {} => {
            return Ok(Answer::Unsupported("burn's optimizers take dense gradients only".into()));
        }
        Prepare::Unknown => return Ok(Answer::Unsupported("no such bench".into())),
    };
    let mut prepared = Step::new(adapter, count, n)?;
    if let Some(time) = warm_up(&mut prepared)? {
        return Ok(Answer::Unsupported(format!("one step takes {:.0} s", time.as_secs_f64())));
    }
    *step = Some(prepared);
    Ok(Answer::Ready(true))
}

/// Returns the time of a step that took too long; none follows it.
fn warm_up(step: &mut Step) -> Result<Option<Duration>, String> {
    step.run()?; // This one compiles.
    for _ in 1..WARM_UP {
        let time = step.run()?;
        if time > STEP_LIMIT {
            return Ok(Some(time));
        }
    }
    Ok(None)
}

fn times(step: &mut Step, count: usize) -> Result<Vec<f64>, String> {
    (0..count).map(|_| Ok(step.run()?.as_secs_f64() * 1e6)).collect()
}

fn say(document: &impl serde::Serialize) -> Result<(), String> {
    let line = serde_json::to_string(document).map_err(|error| format!("cannot write an answer: {error}"))?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")
        .and_then(|()| stdout.flush())
        .map_err(|error| format!("cannot write to stdout: {error}"))
}
