//! `skord search`: takes the parameters of `/api/v1/search`. Their one list is that of the API; what is here is how a
//! command line writes them.

use catalog_api::SearchParameter;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use std::sync::LazyLock;

/// The parameters of the API.
static PARAMETERS: LazyLock<Vec<SearchParameter>> = LazyLock::new(catalog_api::search_parameters);

/// Name of the parameter with the words.
const WORDS: &str = "q";

/// Ids of what is not a parameter of the API.
const OUTPUT: &str = "output";
const FACET: &str = "facet_filter";

const AFTER_HELP: &str = "Values of filters are codes, IRIs or words, as the API and the pages take them; \
`--facets theme` lists those of a filter with their counts.\n\n\
Examples:\n  skord search badplatser --place Lund --file-format csv\n  \
skord search --bbox 12.9,55.6,13.5,55.9 --from 2020 --sort modified\n  \
skord search --theme ENVI --facets publisher --per-page 1\n  skord search \"öppna data\" -- -väg\n\n\
Exit codes: 0 done, also when nothing is found; 2 wrong usage or failure.";

/// What to search for.
#[derive(Debug)]
pub(crate) struct SearchArgs {
    /// Names and values, as in an address of the API.
    pub(crate) parameters: Vec<(String, String)>,
    /// Form of the result.
    pub(crate) format: SearchFormat,
}

/// Form of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SearchFormat {
    /// For people
    #[value(alias = "text")]
    Table,
    /// For programs: as `/api/v1/search` answers
    Json,
}

/// How a parameter is written: `--basic-data`. `--format` is the form of the result, as with all commands.
fn long_name(parameter: &SearchParameter) -> String {
    if parameter.name == "format" { "file-format".to_owned() } else { parameter.name.replace('_', "-") }
}

fn argument(parameter: &'static SearchParameter) -> Arg {
    let argument = Arg::new(parameter.name.as_str()).help(parameter.description.as_str());
    if parameter.name == WORDS {
        return argument.value_name("WORDS").num_args(0..);
    }
    let name = long_name(parameter);
    let is_filter = parameter.is_facet || ["from", "to", "bbox"].contains(&parameter.name.as_str());
    let argument = argument.long(&*Box::leak(name.into_boxed_str())).value_name("VALUE");
    let argument = if is_filter { argument.help_heading("Filters") } else { argument };
    let argument = if parameter.name == "per_page" { argument.visible_alias("limit") } else { argument };
    if parameter.is_flag {
        let truth = PossibleValuesParser::new(["true", "false"]);
        return argument.num_args(0..=1).require_equals(true).default_missing_value("true").value_parser(truth);
    }
    if parameter.repeatable {
        return argument.action(ArgAction::Append);
    }
    if parameter.words.is_empty() {
        return argument.allow_hyphen_values(true);
    }
    argument.value_parser(PossibleValuesParser::new(parameter.words.iter().map(String::as_str)))
}

impl Args for SearchArgs {
    fn augment_args(command: Command) -> Command {
        let format = Arg::new(OUTPUT).long("format").value_name("FORM").default_value("table");
        let facet = Arg::new(FACET).long("facet").value_name("NAME=VALUE").action(ArgAction::Append);
        command
            .args(PARAMETERS.iter().map(argument))
            .arg(facet.help("A filter by the name that the API has for it").help_heading("Filters"))
            .arg(format.help("Form of the result").value_parser(clap::builder::EnumValueParser::<SearchFormat>::new()))
            .after_help(AFTER_HELP)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SearchArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut parameters = Vec::new();
        for parameter in PARAMETERS.iter() {
            let values: Vec<&String> = matches.get_many(&parameter.name).into_iter().flatten().collect();
            if parameter.name == WORDS {
                let words: Vec<&str> = values.iter().map(|word| word.as_str()).collect();
                parameters.push((parameter.name.clone(), words.join(" ")));
            } else {
                parameters.extend(values.into_iter().map(|value| (parameter.name.clone(), value.clone())));
            }
        }
        for filter in matches.get_many::<String>(FACET).into_iter().flatten() {
            parameters.push(facet_filter(filter)?);
        }
        let format = matches.get_one(OUTPUT).copied().unwrap_or(SearchFormat::Table);
        Ok(Self { parameters, format })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// `NAME=VALUE`.
fn facet_filter(text: &str) -> Result<(String, String), clap::Error> {
    let refused = |problem: String| clap::Error::raw(clap::error::ErrorKind::ValueValidation, problem);
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| refused(format!("`--facet {text}`: write NAME=VALUE, e.g. --facet theme=ENVI\n")))?;
    let facets: Vec<&str> = PARAMETERS.iter().filter(|one| one.is_facet).map(|one| one.name.as_str()).collect();
    if !facets.contains(&name) {
        return Err(refused(format!("`{name}` is no facet: use {}\n", facets.join(", "))));
    }
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<SearchArgs, clap::Error> {
        let command = SearchArgs::augment_args(Command::new("search"));
        let matches = command.try_get_matches_from(std::iter::once(&"search").chain(arguments))?;
        SearchArgs::from_arg_matches(&matches)
    }

    #[test]
    fn every_parameter_of_the_api_can_be_given() {
        for parameter in PARAMETERS.iter().filter(|parameter| parameter.name != WORDS) {
            let value = parameter.words.first().map_or("true", String::as_str);
            let given = parsed(&[&format!("--{}={value}", long_name(parameter))]).unwrap();
            assert!(given.parameters.contains(&(parameter.name.clone(), value.to_owned())), "{parameter:?}");
        }
    }

    #[test]
    fn the_examples_of_the_help_are_understood() {
        let examples: Vec<&str> =
            AFTER_HELP.lines().filter_map(|line| line.trim().strip_prefix("skord search ")).collect();
        assert_eq!(examples.len(), 4);
        for example in examples {
            // Every other piece stands between quotes.
            let pieces = example.split('"').enumerate();
            let arguments: Vec<&str> = pieces
                .flat_map(|(at, piece)| if at % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() })
                .collect();
            let given = parsed(&arguments).unwrap_or_else(|problem| panic!("{example}: {problem}"));
            let understood = catalog_api::check_search_parameters(&given.parameters);
            assert_eq!(understood, Ok(()), "{example}");
        }
    }

    #[test]
    fn words_flags_and_boxes_west_of_greenwich() {
        let given = parsed(&["bad", "lund", "--members", "--bbox", "-1,50,2,51", "--theme=A", "--theme", "B"]).unwrap();
        let of = |name: &str| {
            given.parameters.iter().filter(|(own, _)| own == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>()
        };
        assert_eq!((of("q"), of("members")), (vec!["bad lund"], vec!["true"]));
        assert_eq!((of("bbox"), of("theme")), (vec!["-1,50,2,51"], vec!["A", "B"]));
        assert_eq!(of("per_page"), [""; 0]);
        for wrong in [&["--sort", "size"][..], &["--facet", "theme"], &["--facet", "them=ENVI"], &["--bboxes", "1"]] {
            assert!(parsed(wrong).is_err(), "{wrong:?}");
        }
    }
}
