# What install.ps1 and undo.ps1 share: where things are, and how the two are told to Windows.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$StateFolder = Join-Path $env:ProgramData 'Anteroom\kiosk-os'
$StateFile = Join-Path $StateFolder 'before.json'
$Changes = Import-PowerShellDataFile (Join-Path $PSScriptRoot 'profile.psd1')
$FilterNamespace = 'root\standardcimv2\embedded'

# The configuration of Assigned Access and Shell Launcher can be written by the system account only: a task runs these few lines as it.
function Set-KioskConfiguration {
    param(
        [Parameter(Mandatory)] [ValidateSet('ShellLauncher', 'Configuration')] [string] $Property,
        # null: no configuration
        [AllowNull()] [string] $Xml
    )
    $file = Join-Path $StateFolder 'kiosk.xml'
    $done = Join-Path $StateFolder 'kiosk.done'
    Remove-Item $done -ErrorAction SilentlyContinue
    Set-Content -Path $file -Value $Xml -Encoding UTF8
    $script = @"
`$access = Get-CimInstance -Namespace 'root\cimv2\mdm\dmmap' -ClassName 'MDM_AssignedAccess'
`$xml = (Get-Content -Raw '$file').Trim()
`$access.$Property = if (`$xml) { [System.Net.WebUtility]::HtmlEncode(`$xml) } else { `$null }
try { Set-CimInstance -CimInstance `$access; 'ok' | Set-Content '$done' } catch { "`$_" | Set-Content '$done' }
"@
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
    $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument "-NoProfile -EncodedCommand $encoded"
    $principal = New-ScheduledTaskPrincipal -UserId 'SYSTEM' -LogonType ServiceAccount -RunLevel Highest
    $task = 'Anteroom kiosk configuration'
    Register-ScheduledTask -TaskName $task -Action $action -Principal $principal -Force | Out-Null
    try {
        Start-ScheduledTask -TaskName $task
        $deadline = (Get-Date).AddMinutes(2)
        while (-not (Test-Path $done)) {
            if ((Get-Date) -gt $deadline) { throw "Windows did not take the $Property configuration within two minutes." }
            Start-Sleep -Milliseconds 500
        }
        $said = (Get-Content -Raw $done).Trim()
        if ($said -ne 'ok') { throw "Windows refused the $Property configuration: $said" }
    }
    finally {
        Unregister-ScheduledTask -TaskName $task -Confirm:$false
        Remove-Item $file, $done -ErrorAction SilentlyContinue
    }
}

function Get-RegistryValue {
    param([string] $Path, [string] $Name)
    $item = Get-ItemProperty -Path $Path -Name $Name -ErrorAction SilentlyContinue
    if ($null -eq $item) { return $null }
    return $item.$Name
}

function Get-FilterKey {
    param([string] $Id)
    Get-CimInstance -Namespace $FilterNamespace -ClassName WEKF_PredefinedKey | Where-Object { $_.Id -eq $Id }
}

function Test-FilterKey {
    param([string] $Id)
    $key = Get-FilterKey -Id $Id
    return ($null -ne $key) -and $key.Enabled
}

function Get-FilterSetting {
    param([string] $Name)
    Get-CimInstance -Namespace $FilterNamespace -ClassName WEKF_Settings | Where-Object { $_.Name -eq $Name }
}

function Get-ActivePowerPlan {
    $line = powercfg /getactivescheme
    if ($line -notmatch '([0-9a-fA-F-]{36})') { throw "powercfg said: $line" }
    return $Matches[1]
}
