//! Figures of other countries, loaded from a file to compare with.

use super::Journal;
use crate::StoreError;
use model::figures::CountryFigure;

impl Journal {
    /// Adds values; one of the same country, dimension and day is replaced. All or nothing.
    pub fn put_country_figures(&self, figures: &[CountryFigure]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut statement = transaction.prepare_cached(
                "INSERT OR REPLACE INTO country_figures (dimension, country, day, value) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for figure in figures {
                statement.execute((&figure.dimension, &figure.country, figure.day.to_string(), figure.value))?;
            }
            Ok(())
        })
    }

    /// Forgets all values.
    pub fn clear_country_figures(&self) -> Result<(), StoreError> {
        self.write(|transaction| Ok(transaction.execute("DELETE FROM country_figures", []).map(|_| ())?))
    }

    /// All values, by dimension, country and day.
    pub fn country_figures(&self) -> Result<Vec<CountryFigure>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT dimension, country, day, value FROM country_figures ORDER BY dimension, country, day",
            )?;
            let mut rows = statement.query([])?;
            let mut figures = Vec::new();
            while let Some(row) = rows.next()? {
                let day: String = row.get(2)?;
                let day = day.parse().map_err(|_| StoreError::Value(format!("the day `{day}`")))?;
                figures.push(CountryFigure { dimension: row.get(0)?, country: row.get(1)?, day, value: row.get(3)? });
            }
            Ok(figures)
        })
    }
}
