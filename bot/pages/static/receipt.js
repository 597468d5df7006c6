// Prints a receipt, once its QR code is there.

const button = document.getElementById("print");
button.hidden = false; // without scripts the browser's own menu prints

button.addEventListener("click", async () => {
  await document.querySelector(".receipt img").decode();
  window.print();
});
