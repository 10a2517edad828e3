"""Pure rules of handing over and of parcels."""
