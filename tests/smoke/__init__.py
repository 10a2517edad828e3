"""The journeys of people through the running product, in a real browser, with everything real."""
