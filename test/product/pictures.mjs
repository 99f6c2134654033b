// Makes the pictures that ship: the icon from its drawing, and the README's from what the editor
// ring photographed (`npm run pictures` does both).
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser, findBrowser } from '../vscode/host/browser.mjs';
import { repoRoot } from '../vscode/host/layout.mjs';

/** The pictures of `test/vscode/pictures.test.ts`, and the part that is kept: the editor from its tab down, without what is empty. */
const pictures = ['explained'];
const clip = { x: 52, y: 36, width: 1010, height: 425 };
/** WebP: below this, thin letters on a dark ground begin to blur. */
const quality = 0.7;

const media = path.join(repoRoot, 'media');
const screenshots = path.resolve(process.argv[2] ?? path.join(repoRoot, 'out/screenshots'));
const browser = await launchBrowser(await findBrowser({ log: console.log }));
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${await readFile(path.join(media, 'icon.svg'), 'utf8')}`);
  await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true, clip: { x: 0, y: 0, width: 128, height: 128 } });
  for (const name of pictures) {
    const png = await readFile(path.join(screenshots, `readme-${name}.png`), 'base64');
    const webp = await page.evaluate(encode, { source: `data:image/png;base64,${png}`, clip, quality });
    await writeFile(path.join(media, `${name}.webp`), Buffer.from(webp, 'base64'));
    console.log(`media/${name}.webp: ${Math.round((webp.length * 3) / 4 / 1000)} kB`);
  }
} finally {
  await browser.close();
}

/** Runs in the page: WebP is about a third of the same picture as PNG. */
async function encode({ source, clip, quality }) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = clip.width;
  canvas.height = clip.height;
  canvas.getContext('2d').drawImage(image, clip.x, clip.y, clip.width, clip.height, 0, 0, clip.width, clip.height);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}
