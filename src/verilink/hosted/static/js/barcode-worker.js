// Looks for a PDF417 in a picture, apart from the page: zxing-cpp compiled to WebAssembly. Only this worker may run
// WebAssembly (its own Content-Security-Policy says so), the page may not.

importScripts("zxing-reader-3.1.6.js");
const { prepareZXingModule, readBarcodes } = self.ZXingWASM;
prepareZXingModule({ overrides: { locateFile: (name) => new URL(name.replace("zxing_reader", "zxing-reader-3.1.6"), self.location.href).href } });
const HOW = { formats: ["PDF417"], tryHarder: true, tryInvert: false, maxNumberOfSymbols: 1 };

self.onmessage = async ({ data: { id, picture } }) => {
  try {
    const found = await readBarcodes(picture, HOW);
    self.postMessage({ id, seen: found.some(({ isValid }) => isValid) });
  } catch {
    self.postMessage({ id, seen: null });
  }
};
