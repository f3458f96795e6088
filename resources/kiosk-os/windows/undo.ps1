#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
  Takes back everything that install.ps1 did, and puts back what stood there before.
.DESCRIPTION
  Twice is the same as once. The data of the kiosk stay: deleting interviews is somebody's decision, not a script's. Restart afterwards.
.EXAMPLE
  powershell -ExecutionPolicy Bypass -File undo.ps1
#>
. (Join-Path $PSScriptRoot 'common.ps1')

if (-not (Test-Path $StateFile)) {
    Write-Host 'Nothing to undo: install.ps1 did not run on this computer.'
    exit 0
}
$before = Get-Content -Raw $StateFile | ConvertFrom-Json

# Mode
Set-KioskConfiguration -Property $(if ($before.Mode -eq 'ShellLauncher') { 'ShellLauncher' } else { 'Configuration' }) -Xml $null

# PowerPlan
powercfg /setactive $before.PowerPlan
if ((powercfg /list) -match $Changes.PowerPlan.Id) { powercfg /delete $Changes.PowerPlan.Id }

# Environment
foreach ($item in $before.Environment) {
    [Environment]::SetEnvironmentVariable($item.Name, $item.Value, 'Machine')
}

# Registry
foreach ($item in $before.Registry) {
    if (-not (Test-Path $item.Path)) { continue }
    if ($null -eq $item.Value) { Remove-ItemProperty -Path $item.Path -Name $item.Name -ErrorAction SilentlyContinue }
    else { Set-ItemProperty -Path $item.Path -Name $item.Name -Value $item.Value -Type DWord }
}

# KeyboardFilter
foreach ($setting in $before.KeyboardFilter) {
    Set-CimInstance -InputObject (Get-FilterSetting -Name $setting.Name) -Property @{ Value = $setting.Value }
}

# Keys
foreach ($item in $before.Keys) {
    $key = Get-FilterKey -Id $item.Id
    if ($null -ne $key) { Set-CimInstance -InputObject $key -Property @{ Enabled = $item.Enabled } }
}

# Features: only those that were off before
foreach ($feature in $before.Features) {
    Disable-WindowsOptionalFeature -Online -FeatureName $feature -NoRestart | Out-Null
}

Remove-Item -Recurse -Force $StateFolder
Write-Host 'Done. The data of the kiosk are still there. Restart the computer.'
