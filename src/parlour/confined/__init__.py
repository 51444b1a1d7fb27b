"""Work on untrusted bytes, in processes that have limits of time and memory and can be killed. Knows no business."""
