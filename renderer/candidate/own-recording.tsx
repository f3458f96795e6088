/** The candidate's own recording, to be played by the candidate. There are no captions before there is a transcript. */
export function OwnRecording({ src, label }: { readonly src: string; readonly label: string }) {
  return (
    <video
      className="c-playback"
      src={src}
      controls
      controlsList="nodownload nofullscreen noremoteplayback"
      disablePictureInPicture
      aria-label={label}
    >
      <track kind="captions" />
    </video>
  );
}
