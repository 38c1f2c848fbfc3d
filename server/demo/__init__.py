"""Demo cities: folders of plain data, drawn street scenes, and cases that look lived in."""
