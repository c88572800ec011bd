"""Room 2 of 3: from values to answers. Decides what links to what; opens no file, writes none."""
