/** Failures that mean the same to a person on site. */
export const UPDATE_FINDINGS: Readonly<Record<string, readonly string[]>> = {
  update_server_silent: ['server_unreachable', 'server_answer', 'download_failed'],
  update_portal: ['redirected', 'not_a_manifest'],
  update_not_believed: ['unknown_key', 'bad_signature', 'invalid_manifest', 'not_as_signed', 'download_damaged'],
  update_older: ['replayed', 'downgrade', 'below_floor'],
  update_out_of_date: ['expired', 'not_yet_valid'],
  update_not_for_this: ['no_artifact', 'step_missing', 'cannot_read_data'],
  update_no_room: ['disk_full'],
  update_disk: ['disk_failed', 'installer_failed', 'store_problems'],
  update_gave_up: ['gave_up'],
};
