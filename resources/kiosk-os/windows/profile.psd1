# What install.ps1 changes and undo.ps1 puts back. Both read this list, so neither can know more than the other.
@{
    # Optional features. Shell Launcher and Keyboard Filter exist in Enterprise, Education and IoT Enterprise only.
    Features = @(
        'Client-DeviceLockdown'
        'Client-EmbeddedShellLauncher'
        'Client-KeyboardFilter'
    )

    # Values of the registry, all below HKLM. A value that was not there is removed again.
    Registry = @(
        # swipes from the edges of a touch screen
        @{ Path = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\EdgeUI'; Name = 'AllowEdgeSwipe'; Value = 0 }
        # notifications
        @{ Path = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\Explorer'; Name = 'DisableNotificationCenter'; Value = 1 }
        # the security screen offers nothing but cancel
        @{ Path = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'; Name = 'DisableTaskMgr'; Value = 1 }
        @{ Path = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'; Name = 'DisableLockWorkstation'; Value = 1 }
        @{ Path = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'; Name = 'DisableChangePassword'; Value = 1 }
        @{ Path = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'; Name = 'HideFastUserSwitching'; Value = 1 }
        # the power button is not on the sign-in screen
        @{ Path = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'; Name = 'shutdownwithoutlogon'; Value = 0 }
        # nothing that is plugged in is opened by itself
        @{ Path = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer'; Name = 'NoDriveTypeAutoRun'; Value = 255 }
        # updates restart at night only
        @{ Path = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate'; Name = 'SetActiveHours'; Value = 1 }
        @{ Path = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate'; Name = 'ActiveHoursStart'; Value = 6 }
        @{ Path = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate'; Name = 'ActiveHoursEnd'; Value = 23 }
    )

    # Environment of the machine: the program ends and is started again by the shell launcher.
    Environment = @(
        @{ Name = 'ANTEROOM_SUPERVISED'; Value = '1' }
    )

    # Keyboard Filter: predefined combinations, by the names Windows has for them. "Windows" is the key itself and all its combinations
    # but Win+L.
    Keys = @(
        'Windows'
        'Win+L'
        'Ctrl+Alt+Del'
        'Shift+Ctrl+Esc'
        'Ctrl+Esc'
        'Alt+F4'
        'Alt+Tab'
        'Alt+Esc'
        'Alt+Space'
        'Application'
        'BrowserSearch'
        'LaunchMail'
        'LaunchApp1'
        'LaunchApp2'
    )

    # Keyboard Filter: settings. Administrators keep their keys, so that a technician can work.
    KeyboardFilter = @(
        @{ Name = 'DisableKeyboardFilterForAdministrators'; Value = 'true' }
    )

    # The kiosk's power plan, a copy of "Balanced" under a name of its own. Seconds; 0 is never.
    PowerPlan = @{
        Id = '0a7e2004-6f0d-4c1e-9d0b-3c5f3f1a9e11'
        Base = '381b4222-f694-41f0-9685-ff5bb260df2e'
        Name = 'Anteroom kiosk'
        Settings = @(
            @{ Group = 'SUB_VIDEO'; Setting = 'VIDEOIDLE'; Value = 0 }
            @{ Group = 'SUB_SLEEP'; Setting = 'STANDBYIDLE'; Value = 0 }
            @{ Group = 'SUB_SLEEP'; Setting = 'HIBERNATEIDLE'; Value = 0 }
            @{ Group = 'SUB_DISK'; Setting = 'DISKIDLE'; Value = 0 }
            # power button, lid: nothing
            @{ Group = 'SUB_BUTTONS'; Setting = 'PBUTTONACTION'; Value = 0 }
            @{ Group = 'SUB_BUTTONS'; Setting = 'LIDACTION'; Value = 0 }
        )
    }
}
