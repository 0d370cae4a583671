"""Watch the evidence that a course stands on: ``make watch``. Needs a network; no build asks.

    web.py        asks politely, waits where it is told to, and says in a sentence what was not answered
    cited.py      where the course cites a work, and whether it says there that the work is retracted
    notices.py    retractions, corrections and expressions of concern (Crossref with Retraction Watch, OpenAlex, PubMed)
    searches.py   new trials and reviews, by the queries of the course's watch.yml (ClinicalTrials.gov, PubMed)
    links.py      addresses that are gone
    report.py     the text of one issue: act now, read, nothing to do, and what was not asked

The outcome is a text for a person. Nothing of the course is changed.
"""
