// @ts-check
// All scripts of a page. Without them, pages can still be read and searched, and links work.
import { startCopying, startMenus, startSamples, startTheme, startUnfolding } from "./controls.js";
import { startFilling } from "./session.js";
import { startSearch } from "./search.js";
import { startSide } from "./side.js";
import { startSigningIn } from "./sign_in.js";
import { startTrying } from "./try_it.js";

startSamples();
startFilling();
startCopying();
startMenus();
startSide();
startTheme();
startSearch();
startTrying();
startUnfolding();
await startSigningIn();
