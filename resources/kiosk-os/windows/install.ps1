#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
  Makes this computer a kiosk: an account that Windows signs in by itself, whose only shell is Anteroom.
.DESCRIPTION
  Twice is the same as once. undo.ps1 takes all of it back. What is changed is listed in profile.psd1; what stood there before is kept in
  %ProgramData%\Anteroom\kiosk-os\before.json. Restart the computer afterwards.
.EXAMPLE
  powershell -ExecutionPolicy Bypass -File install.ps1 -Launcher 'D:\Anteroom\anteroom-launcher.ps1'
#>
param(
    # Starts the newest version and comes back to the one before; docs/operators.md says how its folder is made (Updates).
    [string] $Launcher = "$env:ProgramData\Anteroom\program\anteroom-launcher.ps1",
    [string] $Data = "$env:ProgramData\Anteroom\data",
    # ShellLauncher: Enterprise, Education, IoT Enterprise. AssignedAccess: also Pro, weaker.
    [ValidateSet('ShellLauncher', 'AssignedAccess')] [string] $Mode = 'ShellLauncher'
)
. (Join-Path $PSScriptRoot 'common.ps1')

if (-not (Test-Path $Launcher)) { throw "There is no launcher at $Launcher. Make its folder first (docs/operators.md, Updates), or give -Launcher." }

New-Item -ItemType Directory -Force -Path $StateFolder, $Data | Out-Null
if (Test-Path $StateFile) {
    # a second time: what stood there before is what was there before the first time
    $before = Get-Content -Raw $StateFile | ConvertFrom-Json
    if ($before.Mode -ne $Mode) { throw "This computer is a kiosk by $($before.Mode). Run undo.ps1 first." }
}
else {
    $before = [pscustomobject]@{
        Mode = $Mode
        Features = @($Changes.Features | Where-Object { (Get-WindowsOptionalFeature -Online -FeatureName $_).State -ne 'Enabled' })
        Registry = @($Changes.Registry | ForEach-Object {
                @{ Path = $_.Path; Name = $_.Name; Value = (Get-RegistryValue -Path $_.Path -Name $_.Name) }
            })
        Environment = @($Changes.Environment | ForEach-Object {
                @{ Name = $_.Name; Value = [Environment]::GetEnvironmentVariable($_.Name, 'Machine') }
            })
        Keys = @()
        KeyboardFilter = @()
        PowerPlan = Get-ActivePowerPlan
    }
    $before | ConvertTo-Json -Depth 5 | Set-Content -Path $StateFile -Encoding UTF8
}

if ($Mode -eq 'ShellLauncher') {
    # Features
    $Changes.Features | ForEach-Object {
        Enable-WindowsOptionalFeature -Online -FeatureName $_ -All -NoRestart | Out-Null
    }
    if (-not (Get-CimClass -Namespace $FilterNamespace -ClassName WEKF_PredefinedKey -ErrorAction SilentlyContinue)) {
        Write-Warning 'The keyboard filter answers after a restart only. Restart, then run install.ps1 once more.'
    }
    else {
        if ($before.Keys.Count -eq 0) {
            $before.Keys = @($Changes.Keys | ForEach-Object { @{ Id = $_; Enabled = (Test-FilterKey -Id $_) } })
            $before.KeyboardFilter = @($Changes.KeyboardFilter | ForEach-Object {
                    @{ Name = $_.Name; Value = (Get-FilterSetting -Name $_.Name).Value }
                })
            $before | ConvertTo-Json -Depth 5 | Set-Content -Path $StateFile -Encoding UTF8
        }
        # Keys
        foreach ($id in $Changes.Keys) {
            $key = Get-FilterKey -Id $id
            if ($null -eq $key) { Write-Warning "This Windows knows no key combination $id."; continue }
            Set-CimInstance -InputObject $key -Property @{ Enabled = $true }
        }
        # KeyboardFilter
        foreach ($setting in $Changes.KeyboardFilter) {
            Set-CimInstance -InputObject (Get-FilterSetting -Name $setting.Name) -Property @{ Value = $setting.Value }
        }
    }
}

# Registry
foreach ($item in $Changes.Registry) {
    if (-not (Test-Path $item.Path)) { New-Item -Path $item.Path -Force | Out-Null }
    Set-ItemProperty -Path $item.Path -Name $item.Name -Value $item.Value -Type DWord
}

# Environment
foreach ($item in $Changes.Environment) {
    [Environment]::SetEnvironmentVariable($item.Name, $item.Value, 'Machine')
}

# PowerPlan
$plan = $Changes.PowerPlan
if ((powercfg /list) -notmatch $plan.Id) { powercfg /duplicatescheme $plan.Base $plan.Id | Out-Null }
powercfg /changename $plan.Id $plan.Name
foreach ($item in $plan.Settings) {
    powercfg /setacvalueindex $plan.Id $item.Group $item.Setting $item.Value
    powercfg /setdcvalueindex $plan.Id $item.Group $item.Setting $item.Value
}
powercfg /setactive $plan.Id

# Mode
$file = if ($Mode -eq 'ShellLauncher') { 'shell-launcher.xml' } else { 'assigned-access.xml' }
$escape = { param($text) [System.Security.SecurityElement]::Escape($text) }
$xml = (Get-Content -Raw (Join-Path $PSScriptRoot $file)).
    Replace('@LAUNCHER@', (& $escape $Launcher)).
    Replace('@DATA@', (& $escape $Data))
Set-KioskConfiguration -Property $(if ($Mode -eq 'ShellLauncher') { 'ShellLauncher' } else { 'Configuration' }) -Xml $xml

Write-Host 'The kiosk starts with the next start of this computer. To go back: undo.ps1, as an administrator.'
