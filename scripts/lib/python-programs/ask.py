"""Has each package do something that its compiled part does, and says what came out."""

import json
import platform

import lxml.etree
import numpy
from cryptography.fernet import Fernet

matrix, result = numpy.array([[3.0, 1.0], [1.0, 2.0]]), numpy.array([9.0, 8.0])
box = Fernet(Fernet.generate_key())
answer = {
    "machine": platform.machine(),
    "python": platform.python_version(),
    "numpy": numpy.__version__,
    "solve": numpy.linalg.solve(matrix, result).tolist(),
    "decrypt": box.decrypt(box.encrypt(b"hello")).decode(),
    "xpath": lxml.etree.fromstring("<a><b>1</b><b>2</b></a>").xpath("sum(//b)"),
}
print(json.dumps(answer))
