import QRCode from 'qrcode';
import type { Pen } from './pen.ts';

/** A QR code as vector squares: sharp at any size, no image to embed. */
export function drawQr(
  pen: Pen,
  content: string,
  at: { x: number; y: number; size: number; color: string },
): void {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  const side = at.size / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.data[row * modules.size + column]) continue;
      pen.paper.rect(at.x + column * side, at.y + row * side, side, side);
    }
  }
  pen.paper.fill(at.color);
}
