# praat --run time.praat LIST WHAT: reads every file and makes its pitch, its intensity or nothing, to be timed from outside.
form Time
  text list
  word what
endform
names = Read Strings from raw text file: list$
count = Get number of strings
for n to count
  selectObject: names
  path$ = Get string: n
  sound = Read from file: path$
  if what$ = "pitch"
    made = To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 500
    removeObject: made
  elsif what$ = "intensity"
    made = To Intensity: 100, 0.01, "yes"
    removeObject: made
  endif
  removeObject: sound
endfor
