//! Bars and lines as SVG, to be read on light and on dark pages.

use std::fmt::Write;

/// What the colours of text and axes are on either kind of page; marks are of a middle tone.
const STYLE: &str = "<style>\
    text{font:13px system-ui,-apple-system,sans-serif;fill:#1f2328}\
    .title{font-weight:600;font-size:15px}.quiet{fill:#59636e}\
    .axis{stroke:#d1d9e0;stroke-width:1}\
    @media(prefers-color-scheme:dark){\
    text{fill:#f0f6fc}.quiet{fill:#9198a1}.axis{stroke:#3d444d}}\
    </style>";

const WIDTH: f64 = 760.0;

/// The bars of one subject, with their own scale.
pub(crate) struct Panel {
    /// What is measured, with its unit.
    pub(crate) title: &'static str,
    pub(crate) bars: Vec<Bar>,
}

pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) colour: &'static str,
}

/// Horizontal bars, each with its value.
pub(crate) fn bars(panels: &[Panel]) -> String {
    const LEFT: f64 = 170.0;
    const STEP: f64 = 26.0;
    let mut body = String::new();
    let mut y = 0.0;
    for panel in panels {
        y += 28.0;
        text(&mut body, 0.0, y, "title", "start", panel.title);
        y += 12.0;
        let longest = panel.bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
        for bar in &panel.bars {
            let width = (WIDTH - LEFT - 60.0) * bar.value / longest;
            text(&mut body, LEFT - 8.0, y + 16.0, "", "end", &bar.name);
            let _ = write!(
                body,
                r#"<rect x="{LEFT}" y="{y}" width="{width:.1}" height="{:.0}" rx="2" fill="{}"/>"#,
                STEP - 5.0,
                bar.colour
            );
            text(&mut body, LEFT + width + 6.0, y + 16.0, "quiet", "start", &short(bar.value));
            y += STEP;
        }
        y += 16.0;
    }
    document(y, &body)
}

/// One line of a chart.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) colour: &'static str,
    pub(crate) dashed: bool,
    /// By rising x.
    pub(crate) points: Vec<(f64, f64)>,
}

/// Lines over a common x, each named at its end.
pub(crate) fn lines(title: &str, x_title: &str, lines: &[Line]) -> String {
    const LEFT: f64 = 50.0;
    const RIGHT: f64 = 215.0;
    const TOP: f64 = 44.0;
    const HEIGHT: f64 = 330.0;
    let points = || lines.iter().flat_map(|line| &line.points);
    let most_x = points().map(|point| point.0).fold(f64::MIN_POSITIVE, f64::max);
    let most_y = points().map(|point| point.1).fold(f64::MIN_POSITIVE, f64::max);
    let x_of = |x: f64| LEFT + (WIDTH - LEFT - RIGHT) * x / most_x;
    let y_of = |y: f64| TOP + HEIGHT - HEIGHT * y / most_y;

    let mut body = String::new();
    text(&mut body, 0.0, 22.0, "title", "start", title);
    for tick in ticks(most_y) {
        let y = y_of(tick);
        let right = WIDTH - RIGHT;
        let _ = write!(body, r#"<path class="axis" d="M{LEFT} {y:.1}H{right}"/>"#);
        text(&mut body, LEFT - 8.0, y + 4.0, "quiet", "end", &short(tick));
    }
    for tick in ticks(most_x) {
        text(&mut body, x_of(tick), TOP + HEIGHT + 20.0, "quiet", "middle", &short(tick));
    }
    text(&mut body, x_of(most_x / 2.0), TOP + HEIGHT + 42.0, "quiet", "middle", x_title);

    for line in lines {
        let drawn: Vec<String> =
            line.points.iter().map(|&(x, y)| format!("{:.1},{:.1}", x_of(x), y_of(y))).collect();
        let (drawn, dash) = (drawn.join(" "), if line.dashed { "6 4" } else { "none" });
        let _ = write!(
            body,
            r#"<polyline points="{drawn}" fill="none" stroke="{}" stroke-width="2.5" stroke-dasharray="{dash}"/>"#,
            line.colour
        );
    }
    for (y, line) in spread(lines, y_of) {
        let x = WIDTH - RIGHT + 12.0;
        let _ = write!(body, r#"<circle cx="{x}" cy="{y:.1}" r="4" fill="{}"/>"#, line.colour);
        text(&mut body, x + 10.0, y + 4.0, "", "start", &line.name);
    }
    document(TOP + HEIGHT + 52.0, &body)
}

/// Where the names of the lines go: beside their ends, but neither over one another nor out of the
/// picture.
fn spread(lines: &[Line], y_of: impl Fn(f64) -> f64) -> Vec<(f64, &Line)> {
    const APART: f64 = 17.0;
    let ends = lines.iter().filter_map(|line| Some((y_of(line.points.last()?.1), line)));
    let mut names: Vec<(f64, &Line)> = ends.collect();
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut limit = f64::INFINITY;
    for (y, _) in names.iter_mut().rev() {
        *y = y.min(limit);
        limit = *y - APART;
    }
    limit = APART;
    for (y, _) in &mut names {
        *y = y.max(limit);
        limit = *y + APART;
    }
    names
}

/// Round numbers from 0 to `most`, some five of them.
fn ticks(most: f64) -> impl Iterator<Item = f64> {
    let rough = most / 5.0;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let step = step.into_iter().find(|step| *step >= rough).unwrap_or(most);
    (0..).map(move |number| f64::from(number) * step).take_while(move |tick| *tick <= most)
}

/// A number in three digits or so.
pub(crate) fn short(value: f64) -> String {
    match value {
        value if value.fract() == 0.0 && value < 10_000.0 => format!("{value}"),
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value if value < 10_000.0 => format!("{value:.0}"),
        value if value < 1e6 => format!("{:.1} k", value / 1e3),
        value => format!("{:.2} M", value / 1e6),
    }
}

fn text(body: &mut String, x: f64, y: f64, class: &str, anchor: &str, text: &str) {
    let _ = write!(
        body,
        r#"<text x="{x:.1}" y="{y:.1}" class="{class}" text-anchor="{anchor}">{text}</text>"#
    );
}

fn document(height: f64, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" \
         width=\"{WIDTH}\" height=\"{height:.0}\">{STYLE}{body}</svg>\n"
    )
}
