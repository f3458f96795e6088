# praat --run measure.praat LIST FOLDER: pitch and intensity of every file named in LIST, one TSV each in FOLDER.
form Measure
  text list
  text folder
endform
names = Read Strings from raw text file: list$
count = Get number of strings
for n to count
  selectObject: names
  path$ = Get string: n
  sound = Read from file: path$
  pitch = To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 500
  frames = Get number of frames
  median = Get quantile: 0, 0, 0.5, "Hertz"
  text$ = ""
  for i to frames
    time = Get time from frame number: i
    hertz = Get value in frame: i, "Hertz"
    if hertz = undefined
      hertz = 0
    endif
    text$ = text$ + fixed$ (time, 6) + tab$ + fixed$ (hertz, 4) + newline$
  endfor
  writeFile: folder$ + "/" + string$ (n) + ".pitch", text$
  selectObject: sound
  intensity = To Intensity: 100, 0.01, "yes"
  frames = Get number of frames
  mean = Get mean: 0, 0, "energy"
  text$ = fixed$ (mean, 6) + newline$
  for i to frames
    value = Get value in frame: i
    text$ = text$ + fixed$ (value, 4) + newline$
  endfor
  writeFile: folder$ + "/" + string$ (n) + ".intensity", text$
  removeObject: sound, pitch, intensity
endfor
