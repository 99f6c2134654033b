// Makes the pictures that ship: the icon from its drawing, and the README's from what the editor
// ring photographed (`npm run pictures` does both).
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser, findBrowser } from '../vscode/host/browser.mjs';
import { repoRoot } from '../vscode/host/layout.mjs';

/** Picture of the ring → file of the README, and the part of it that is kept (CSS pixels of 1280 × 800). */
const pictures = [
  { from: 'tour-hover', to: 'explained', clip: { x: 0, y: 0, width: 1280, height: 800 } },
];

const media = path.join(repoRoot, 'media');
const screenshots = path.resolve(process.argv[2] ?? path.join(repoRoot, 'out/screenshots'));
const browser = await launchBrowser(await findBrowser({ log: console.log }));
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${await readFile(path.join(media, 'icon.svg'), 'utf8')}`);
  await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true, clip: { x: 0, y: 0, width: 128, height: 128 } });
  for (const { from, to, clip } of pictures) {
    const png = await readFile(path.join(screenshots, `${from}.png`), 'base64');
    const webp = await page.evaluate(encode, { source: `data:image/png;base64,${png}`, clip });
    await writeFile(path.join(media, `${to}.webp`), Buffer.from(webp, 'base64'));
    console.log(`media/${to}.webp: ${Math.round((webp.length * 3) / 4 / 1000)} kB`);
  }
} finally {
  await browser.close();
}

/** Runs in the page: WebP is about a third of the same picture as PNG. */
async function encode({ source, clip }) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = clip.width;
  canvas.height = clip.height;
  canvas.getContext('2d').drawImage(image, clip.x, clip.y, clip.width, clip.height, 0, 0, clip.width, clip.height);
  return canvas.toDataURL('image/webp', 0.85).split(',')[1];
}
