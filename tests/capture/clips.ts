import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cameraClip } from '#tests/fixtures/camera-clip.ts';
import { CAPTURE_CACHE } from './chromium.ts';

/** Bump when a recipe below changes. */
const RECIPE = 2;
const WALL = 'color=c=0xb8b0a8:s=640x480:r=30';
/** Cuts the head out of the seated picture: an ellipse of alpha around the face and one around the shoulders. */
const CUT_OUT =
  "format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':" +
  "a='255*min(1,lt(hypot((X-330)/190,(Y-215)/225),1)+lt(hypot((X-330)/300,(Y-520)/190),1))'";

/**
 * Filter graphs over [0:v] = the seated person; each ends in a 640×480 picture.
 *
 * The noise is grey, as a camera's is: saturated colour noise makes the detector see large faces in half of the pictures.
 */
const SCENES = {
  seated: '[0:v]null',
  leaves: `[0:v]null[person];${WALL}[wall];[person][wall]overlay=shortest=1:enable='between(t,2,4.5)'`,
  two: `[0:v]split[a][b];[a]scale=320:240[left];[b]scale=320:240,hflip[right];${WALL}[wall];[wall][left]overlay=0:120:shortest=1[half];[half][right]overlay=320:120:shortest=1`,
  wall: `[0:v]nullsink;${WALL},noise=alls=6:allf=t`,
  noise: `[0:v]nullsink;color=c=0x6e6e6e:s=640x480:r=30,noise=c0s=100:c0f=t`,
  dark: '[0:v]lutyuv=y=16+(val-16)*0.15:u=(val-128)*0.15+128:v=(val-128)*0.15+128,noise=alls=4:allf=t',
  backlit: `[0:v]lutyuv=y=16+(val-16)*0.15,${CUT_OUT}[person];color=c=0xfafafa:s=640x480:r=30[sky];[sky][person]overlay=shortest=1`,
  covered: '[0:v]nullsink;color=c=0x080808:s=640x480:r=30,noise=alls=4:allf=t',
  far: `[0:v]${CUT_OUT},scale=140:-2[person];${WALL}[wall];[wall][person]overlay=250:190:shortest=1`,
} as const;

export type VisionScene = keyof typeof SCENES;

const SECONDS: Partial<Record<VisionScene, number>> = { leaves: 7 };

/** Which picture of a person the clips are made of; `drawing` is no face to a detector. */
export function clipPicture(): 'photograph' | 'drawing' {
  return cameraClip().picture;
}

/** Makes the clip once as WebM for a video element; returns its file name in the capture cache. */
export function visionClip(scene: VisionScene): string {
  const { path, picture } = cameraClip();
  const name = `${scene}-${picture}-${RECIPE}.webm`;
  const target = join(CAPTURE_CACHE, name);
  if (existsSync(target)) return name;
  mkdirSync(CAPTURE_CACHE, { recursive: true });
  const made = join(CAPTURE_CACHE, `.${scene}-${process.pid}.webm`);
  const seconds = String(SECONDS[scene] ?? 4);
  const input = ['-v', 'error', '-nostdin', '-y', '-f', 'mjpeg', '-framerate', '30', '-i', path];
  const graph = ['-filter_complex', `${SCENES[scene]}[out]`, '-map', '[out]', '-t', seconds];
  const coding = [
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
    '-b:v',
    '3M',
    '-pix_fmt',
    'yuv420p',
    made,
  ];
  execFileSync('ffmpeg', [...input, ...graph, ...coding], { stdio: ['ignore', 'ignore', 'inherit'] });
  renameSync(made, target);
  return name;
}
