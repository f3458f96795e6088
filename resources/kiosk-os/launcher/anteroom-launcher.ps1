# Starts the version of Anteroom that the file `current` beside this one names, and comes back to the other one when a new version
# does not become healthy. Decides as main/update/launch-decision.ts does; tests/update/launcher.test.ts holds the two together.
#
#   powershell -ExecutionPolicy Bypass -File anteroom-launcher.ps1 [words for the program]
#   powershell -ExecutionPolicy Bypass -File anteroom-launcher.ps1 --decide     says what would be started, changes nothing
#
# ANTEROOM_PATIENCE_SECONDS: how long a new version has to become healthy (90).
# Exit code: that of the program; 70 when there is no program to start.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$patience = if ($env:ANTEROOM_PATIENCE_SECONDS) { [int]$env:ANTEROOM_PATIENCE_SECONDS } else { 90 }

function Say([string]$text) { [Console]::Error.WriteLine("[launcher] $text") }

function Read-Text([string]$path) {
  if (-not [IO.File]::Exists($path)) { return '' }
  return [IO.File]::ReadAllText($path)
}

# The program in a slot: its path and version; nothing when none is whole.
function Get-Program([string]$slot) {
  $folder = [IO.Path]::Combine($root, 'versions', $slot)
  $text = Read-Text ([IO.Path]::Combine($folder, 'start'))
  if ($text -cnotmatch '\A([^\n]+)\n([^\n]+)\n\z') { return $null }
  $version = $Matches[2]
  $file = [IO.Path]::Combine($folder, $Matches[1].Replace('/', [IO.Path]::DirectorySeparatorChar))
  if (-not [IO.File]::Exists($file)) { return $null }
  return @{ File = $file; Version = $version }
}

function Get-Other([string]$slot) { if ($slot -ceq 'a') { 'b' } else { 'a' } }

# What `current` says; nothing when it is no pointer.
function Get-Pointer {
  $line = Read-Text ([IO.Path]::Combine($root, 'current'))
  if ($line -cnotmatch '\Aanteroom-current 1 (a|b) (good|trial) ([0-9]) (a|b|-)\n\z') { return $null }
  return @{ Line = $line; Slot = $Matches[1]; Trust = $Matches[2]; Boots = [int]$Matches[3]; Failed = $Matches[4] }
}

# Start: a slot, or nothing. Next: a line for `current`, or nothing.
function Get-Decision {
  $whole = @{ a = $null -ne (Get-Program 'a'); b = $null -ne (Get-Program 'b') }
  $pointer = Get-Pointer
  if ($null -eq $pointer) {
    if ($whole.a -and $whole.b) { return @{ Start = 'a'; Next = 'anteroom-current 1 a trial 1 -' } }
    if ($whole.a) { return @{ Start = 'a'; Next = 'anteroom-current 1 a good 0 -' } }
    if ($whole.b) { return @{ Start = 'b'; Next = 'anteroom-current 1 b good 0 -' } }
    return @{ Start = ''; Next = '' }
  }
  $slot = $pointer.Slot
  $other = Get-Other $slot
  $isGivenUp = (-not $whole[$slot]) -or ($pointer.Trust -ceq 'trial' -and $pointer.Boots -ge 2)
  if ($isGivenUp -and $whole[$other]) { return @{ Start = $other; Next = "anteroom-current 1 $other good 0 $slot" } }
  if (-not $whole[$slot]) { return @{ Start = ''; Next = '' } }
  if ($pointer.Trust -ceq 'good') { return @{ Start = $slot; Next = '' } }
  $boots = [Math]::Min($pointer.Boots + 1, 9)
  return @{ Start = $slot; Next = "anteroom-current 1 $slot trial $boots $($pointer.Failed)" }
}

# Replaces `current`, whole or not at all, and waits until it is on the disk.
function Set-Pointer([string]$line) {
  $current = [IO.Path]::Combine($root, 'current')
  $unfinished = "$current.new"
  $bytes = [Text.Encoding]::ASCII.GetBytes("$line`n")
  $stream = [IO.File]::Create($unfinished)
  try {
    $stream.Write($bytes, 0, $bytes.Length)
    $stream.Flush($true)
  } finally { $stream.Dispose() }
  if ([IO.File]::Exists($current)) { [IO.File]::Replace($unfinished, $current, [NullString]::Value) }
  else { [IO.File]::Move($unfinished, $current) }
}

function Test-Trial([string]$slot) {
  $pointer = Get-Pointer
  return $null -ne $pointer -and $pointer.Slot -ceq $slot -and $pointer.Trust -ceq 'trial'
}

$decision = Get-Decision
if ($args.Count -gt 0 -and $args[0] -eq '--decide') {
  [Console]::Out.WriteLine("$($decision.Start)|$($decision.Next)")
  exit 0
}
while ($true) {
  $start = $decision.Start
  if ($start -eq '') {
    Say "no program in $root\versions: install Anteroom again, the data of this kiosk is not touched"
    exit 70
  }
  if ($decision.Next -ne '') {
    try { Set-Pointer $decision.Next }
    catch {
      # a version on trial whose starts cannot be counted might be started for ever
      Say "$root\current cannot be written: is the disk full? ($_)"
      if ($decision.Next -clike '* trial *' -and $null -ne (Get-Program (Get-Other $start))) { $start = Get-Other $start }
    }
  }
  $before = Get-Pointer
  $began = if ($null -eq $before) { '' } else { $before.Line }
  $program = Get-Program $start
  Say "starts version $($program.Version) (slot $start)"
  $env:ANTEROOM_SLOTS = $root
  $env:ANTEROOM_SLOT = $start
  $words = @{ FilePath = $program.File; PassThru = $true; NoNewWindow = $true }
  if ($args.Count -gt 0) { $words.ArgumentList = $args }
  $process = Start-Process @words
  # without its handle the exit code is not to be had later
  $null = $process.Handle
  $waited = 0
  while (-not $process.HasExited -and (Test-Trial $start)) {
    if ($waited -ge $patience) {
      Say "not healthy after $patience s: ended"
      & taskkill.exe /PID $process.Id /T /F | Out-Null
      break
    }
    Start-Sleep -Seconds 1
    $waited += 1
  }
  $process.WaitForExit()
  $code = $process.ExitCode
  # another version is to run, or this one is still to prove itself: anything else is for whoever started us
  $now = Get-Pointer
  if (Test-Trial $start) { Say "version on trial ended ($code) before it was healthy" }
  elseif ($null -ne $now -and ($now.Line -ceq $began -or $now.Slot -ceq $start)) { exit $code }
  $decision = Get-Decision
}
