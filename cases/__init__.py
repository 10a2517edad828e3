"""Cases is the legal life of an application: submission, acceptance, clocks, verdict, official papers, result.
It does not know how a department organises its review."""
