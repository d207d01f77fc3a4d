import argparse
import base64
import json
import math
import struct
import sys

import torch
from torch import nn

# Scores are sums of many terms: float64 keeps what rounding would take from them.
torch.set_default_dtype(torch.float64)
