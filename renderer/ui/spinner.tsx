import './spinner.css';

/** Something is under way; `label` says what. */
export function Spinner({ label }: { readonly label: string }) {
  return (
    <output className="ui-spinner">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle className="ui-spinner__rail" cx="12" cy="12" r="9" />
        <path className="ui-spinner__arc" d="M12 3a9 9 0 0 1 9 9" />
      </svg>
      <span className="ui-visually-hidden">{label}</span>
    </output>
  );
}
