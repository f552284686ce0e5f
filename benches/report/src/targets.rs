//! What the figures are held against.

use std::fmt::Write;

use crate::{
    build_cost,
    chart::short,
    results::{Results, share_of},
};

/// How a figure of clerk-sdk becomes what is held against the target.
enum Measure {
    /// Its share of the figure by hand.
    Ratio,
    /// Its share of the figure by hand, where more is better: calls per second of what is kept as
    /// microseconds per call.
    Gain,
    /// What it adds to the figure by hand.
    Difference,
    /// Itself.
    Plain,
}

struct Target {
    what: &'static str,
    ours: Option<f64>,
    by_hand: Option<f64>,
    /// Our share of the time by hand, round by round, where it is a time.
    share: Option<f64>,
    measure: Measure,
    bound: f64,
}

/// The targets as a table, with what was measured.
pub(crate) fn table(results: &Results) -> String {
    let mut table = String::from(
        "| what | clerk-sdk | by hand | | target | met |\n\
         | --- | ---: | ---: | ---: | ---: | --- |\n",
    );
    for target in targets(results) {
        let Target { what, ours, by_hand, .. } = target;
        let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), short);
        let measured = target.measured();
        let (shown, bound) = match target.measure {
            Measure::Difference => {
                (measured.map(|value| format!("{value:+}")), format!("≤ {:+}", target.bound))
            }
            Measure::Gain => {
                (measured.map(|value| format!("{value:.2}")), format!("≥ {:.2}", target.bound))
            }
            Measure::Ratio => {
                (measured.map(|value| format!("{value:.2}")), format!("≤ {:.2}", target.bound))
            }
            Measure::Plain => (measured.map(short), format!("≤ {}", short(target.bound))),
        };
        let met = match measured {
            None => "not measured",
            Some(value) if target.is_met(value) => "yes",
            Some(_) => "**no**",
        };
        let _ = writeln!(
            table,
            "| {what} | {} | {} | {} | {bound} | {met} |",
            number(ours),
            number(by_hand),
            shown.unwrap_or_default(),
        );
    }
    table
}

impl Target {
    fn measured(&self) -> Option<f64> {
        let ours = self.ours?;
        Some(match self.measure {
            Measure::Gain => 1.0 / self.share?,
            Measure::Ratio => self.share.or(self.by_hand.map(|by_hand| ours / by_hand))?,
            Measure::Difference => ours - self.by_hand?,
            Measure::Plain => ours,
        })
    }

    fn is_met(&self, measured: f64) -> bool {
        match self.measure {
            Measure::Gain => measured >= self.bound,
            _ => measured <= self.bound,
        }
    }
}

/// What it is, how it is held against which bound, the operation, the figure, and what the two
/// clients run on.
type Call = (&'static str, Measure, f64, &'static str, &'static str, &'static str);

#[rustfmt::skip] // one target a line
const CALLS: [Call; 12] = [
    ("create on reqwest, instructions", Measure::Ratio, 0.93, "create", "instructions", "reqwest"),
    ("create on reqwest, allocations", Measure::Plain, 53.0, "create", "allocations", "reqwest"),
    ("create on isahc, instructions", Measure::Ratio, 1.00, "create", "instructions", "isahc"),
    ("create on reqwest, 64 at a time, calls per CPU second", Measure::Gain, 1.02, "create", "at_once_cpu_us", "reqwest"),
    ("list of 100 users on reqwest, CPU µs", Measure::Ratio, 0.70, "users-100", "cpu_us", "reqwest"),
    ("list of 100 users on reqwest, instructions", Measure::Ratio, 0.80, "users-100", "instructions", "reqwest"),
    ("create over a transport that does nothing, instructions", Measure::Difference, 600.0, "create", "instructions", "memory"),
    ("create over a transport that does nothing, allocations", Measure::Difference, 1.0, "create", "allocations", "memory"),
    ("building the request of revoke, instructions", Measure::Plain, 3500.0, "revoke", "instructions", "encode"),
    ("building the request of revoke, allocations", Measure::Plain, 4.0, "revoke", "allocations", "encode"),
    ("building the request of create, instructions", Measure::Plain, 5500.0, "create", "instructions", "encode"),
    ("building the request of create, allocations", Measure::Plain, 5.0, "create", "allocations", "encode"),
];

fn targets(results: &Results) -> Vec<Target> {
    let mut targets = Vec::from(CALLS.map(|(what, measure, bound, operation, figure, client)| {
        let per_call = |kind| results.call(operation, &format!("{kind}-{client}"), figure);
        let of = |kind| match measure {
            Measure::Gain => per_call(kind).map(|micros: f64| 1e6 / micros),
            _ => per_call(kind),
        };
        let share = share_of(figure)
            .and_then(|share| results.call(operation, &format!("sdk-{client}"), &share));
        Target { what, ours: of("sdk"), by_hand: of("hand"), share, measure, bound }
    }));

    targets.push(Target {
        what: "list of 100 users on reqwest, peak heap beyond the body, in bodies",
        ours: beyond_the_body(results, "sdk-reqwest"),
        by_hand: beyond_the_body(results, "hand-reqwest"),
        share: None,
        measure: Measure::Plain,
        bound: 2.2,
    });

    let builds = [
        ("debug build, all groups, CPU seconds", "debug", "cpu_seconds", Measure::Ratio, 1.2),
        ("release build, all groups, CPU seconds", "release", "cpu_seconds", Measure::Ratio, 1.2),
        (
            "debug build, all groups, peak of a process in MB",
            "debug",
            "peak_megabytes",
            Measure::Plain,
            700.0,
        ),
        (
            "release build, all groups, peak of a process in MB",
            "release",
            "peak_megabytes",
            Measure::Plain,
            700.0,
        ),
        ("release binary, stripped, bytes", "release", "stripped_bytes", Measure::Ratio, 1.05),
    ];
    targets.extend(builds.map(|(what, profile, figure, measure, bound)| Target {
        what,
        ours: results.build(&build_cost::sdk("reqwest", None), profile, figure),
        by_hand: results.build("hand-reqwest", profile, figure),
        share: None,
        measure,
        bound,
    }));
    targets
}

/// What a list of 100 users needs at its worst besides its body, in bodies.
pub(crate) fn beyond_the_body(results: &Results, client: &str) -> Option<f64> {
    let figure = |figure| results.call("users-100", client, figure);
    Some(figure("peak_bytes")? / figure("body_bytes")? - 1.0)
}
