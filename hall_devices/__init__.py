"""Hall devices are the hall's faces: queue, counters, kiosks, screens, card readers. They call the services below."""
