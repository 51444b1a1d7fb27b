// Everything that a page does by itself. Without it, pages can still be read, searched and followed.
import { startCopying, startMenus, startSamples, startTheme, startUnfolding } from "./reading.js";
import { startFilling } from "./session.js";
import { startSearch } from "./search.js";
import { startSigningIn } from "./sign_in.js";
import { startTrying } from "./try_it.js";

startSamples();
startFilling();
startCopying();
startMenus();
startTheme();
startSearch();
startTrying();
startUnfolding();
await startSigningIn();
