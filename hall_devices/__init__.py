"""Hall devices are the hall's faces: queue, counters, kiosks, screens, card readers. Cases and libraries belong to the
floors below, whose services they call.
"""
