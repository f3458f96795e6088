# praat --run nuclei.praat LIST FILE: syllable nuclei by the procedure of de Jong & Wempe (2009), one count a line into FILE.
form Nuclei
  text list
  text file
endform
names = Read Strings from raw text file: list$
count = Get number of strings
text$ = ""
for n to count
  selectObject: names
  path$ = Get string: n
  sound = Read from file: path$
  intensity = To Intensity: 50, 0, "yes"
  lowest = Get minimum: 0, 0, "Parabolic"
  highest = Get maximum: 0, 0, "Parabolic"
  loud = Get quantile: 0, 0, 0.99
  threshold = max (loud - 25, lowest)
  grid = To TextGrid (silences): -25 - (highest - loud), 0.3, 0.1, "silent", "sounding"
  selectObject: sound
  pitch = To Pitch (ac): 0.02, 30, 4, "no", 0.03, 0.25, 0.01, 0.35, 0.25, 450
  selectObject: intensity
  matrix = Down to Matrix
  contour = To Sound (slice): 1
  points = To PointProcess (extrema): "Left", "yes", "no", "Sinc70"
  extrema = Get number of points
  peaks = 0
  for i to extrema
    selectObject: points
    time = Get time from index: i
    selectObject: contour
    level = Get value at time: 1, time, "Cubic"
    if level > threshold
      peaks = peaks + 1
      time [peaks] = time
      level [peaks] = level
    endif
  endfor
  nuclei = 0
  for i to peaks
    deep = 1
    if i < peaks
      selectObject: intensity
      dip = Get minimum: time [i], time [i + 1], "None"
      deep = abs (level [i] - dip) > 2
    endif
    if deep
      selectObject: grid
      interval = Get interval at time: 1, time [i]
      label$ = Get label of interval: 1, interval
      selectObject: pitch
      hertz = Get value at time: time [i], "Hertz", "Linear"
      if hertz <> undefined and label$ = "sounding"
        nuclei = nuclei + 1
      endif
    endif
  endfor
  text$ = text$ + string$ (nuclei) + newline$
  removeObject: sound, intensity, grid, pitch, matrix, contour, points
endfor
writeFile: file$, text$
